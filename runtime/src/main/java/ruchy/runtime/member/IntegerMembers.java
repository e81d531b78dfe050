package ruchy.runtime.member;

import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.operator.Arithmetic;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.Ordering;

/// The methods of integers (L 17.2).
@Members("integer")
@Computes
public final class IntegerMembers {
  private IntegerMembers() {}

  /// The number without its sign. Raises OverflowError for the smallest integer.
  ///
  /// ```ruchy
  /// (-3).abs()   // => 3
  /// ```
  @Export
  public static long abs(long n) {
    return n < 0 ? Arithmetic.negate(n) : n;
  }

  /// -1, 0 or 1 as the number is below, at or above zero.
  ///
  /// ```ruchy
  /// (-3).signum()   // => -1
  /// ```
  @Export({"signum", "sign"})
  public static long signum(long n) {
    return Long.signum(n);
  }

  /// The number raised to a power, as `**`: an integer, or a float for a negative exponent.
  ///
  /// ```ruchy
  /// 2.pow(10)   // => 1024
  /// ```
  @Export
  @Type("number")
  public static Object pow(long n, @Reads @Type("number") Object exponent) {
    Object power = Arithmetic.power((Object) n, exponent);
    if (power == null) {
      throw new IllegalStateException("a power is never nil");
    }
    return power;
  }

  /// The smaller of both.
  ///
  /// ```ruchy
  /// 3.min(2)   // => 2
  /// ```
  @Export
  public static long min(long n, long other) {
    return Math.min(n, other);
  }

  /// The smaller of both, whatever kind of number it is.
  ///
  /// ```ruchy
  /// 3.min(2.5)   // => 2.5
  /// ```
  @Export
  @Type("number")
  public static Object min(long n, @Reads @Type("number") Object other) {
    return Ordering.compare(other, n) < 0 ? other : (Object) n;
  }

  /// The greater of both.
  ///
  /// ```ruchy
  /// 3.max(5)   // => 5
  /// ```
  @Export
  public static long max(long n, long other) {
    return Math.max(n, other);
  }

  /// The greater of both, whatever kind of number it is.
  ///
  /// ```ruchy
  /// 3.max(2.5)   // => 3
  /// ```
  @Export
  @Type("number")
  public static Object max(long n, @Reads @Type("number") Object other) {
    return Ordering.compare(other, n) > 0 ? other : (Object) n;
  }

  /// The number, but not less than `low` and not more than `high`; raises ArgumentError when `low`
  /// is above `high`.
  ///
  /// ```ruchy
  /// 15.clamp(0, 10)   // => 10
  /// ```
  @Export
  public static long clamp(long n, long low, long high) {
    if (low > high) {
      throw Failure.argumentError("clamp expects bounds in order, got " + low + " and " + high);
    }
    return Math.max(low, Math.min(n, high));
  }

  /// The number itself.
  ///
  /// ```ruchy
  /// 3.floor()   // => 3
  /// ```
  @Export({"floor", "ceil", "round", "trunc", "to_int", "to_integer", "to_i"})
  public static long toInt(long n) {
    return n;
  }

  /// The number itself, whatever the number of digits.
  ///
  /// ```ruchy
  /// 3.round(2)   // => 3
  /// ```
  @Export
  public static long round(long n, long digits) {
    return n;
  }

  /// The number as a float.
  ///
  /// ```ruchy
  /// 3.to_float()   // => 3.0
  /// ```
  @Export({"to_float", "to_f"})
  public static double toFloat(long n) {
    return n;
  }

  /// Whether the number can be halved.
  ///
  /// ```ruchy
  /// 4.is_even()   // => true
  /// ```
  @Export
  public static boolean isEven(long n) {
    return (n & 1) == 0;
  }

  /// Whether the number cannot be halved.
  ///
  /// ```ruchy
  /// 4.is_odd()   // => false
  /// ```
  @Export
  public static boolean isOdd(long n) {
    return (n & 1) != 0;
  }

  /// The greatest common divisor, never negative.
  ///
  /// ```ruchy
  /// 12.gcd(18)   // => 6
  /// ```
  @Export
  public static long gcd(long n, long other) {
    long a = n;
    long b = other;
    while (b != 0) {
      long rest = b == -1 ? 0 : a % b;
      a = b;
      b = rest;
    }
    return abs(a);
  }

  /// The least common multiple, never negative.
  ///
  /// ```ruchy
  /// 4.lcm(6)   // => 12
  /// ```
  @Export
  public static long lcm(long n, long other) {
    if (n == 0 || other == 0) {
      return 0;
    }
    return abs(Arithmetic.multiply(n / gcd(n, other), other));
  }

  /// Calls the function with 0, 1 and so on, as often as the number says.
  ///
  /// ```ruchy
  /// 2.times(|i| println(i))   // prints 0\n1
  /// ```
  @CallsAtOnce
  @Export
  public static void times(long n, @Type("(integer) -> any") FunctionValue f) {
    for (long i = 0; i < n; i++) {
      f.offer(i);
    }
  }

  /// Hexadecimal digits in lower case; a negative number as 64-bit two's complement.
  ///
  /// ```ruchy
  /// 255.to_hex()   // => "ff"
  /// ```
  @Export
  public static String toHex(long n) {
    return Long.toHexString(n);
  }

  /// Binary digits; a negative number as 64-bit two's complement.
  ///
  /// ```ruchy
  /// 5.to_binary()   // => "101"
  /// ```
  @Export
  public static String toBinary(long n) {
    return Long.toBinaryString(n);
  }

  /// Octal digits; a negative number as 64-bit two's complement.
  ///
  /// ```ruchy
  /// 8.to_octal()   // => "10"
  /// ```
  @Export
  public static String toOctal(long n) {
    return Long.toOctalString(n);
  }

  /// The decimal digits.
  ///
  /// ```ruchy
  /// 35.to_string()   // => "35"
  /// ```
  @Export({"to_string", "to_s"})
  public static String toString(long n) {
    return Long.toString(n);
  }

  /// The digits to a base of 2 to 36, in lower case.
  ///
  /// ```ruchy
  /// 35.to_string(36)   // => "z"
  /// ```
  @Export({"to_string", "to_s"})
  public static String toString(long n, long radix) {
    if (radix < 2 || radix > 36) {
      throw Failure.argumentError("to_string expects a base from 2 to 36, got " + radix);
    }
    return Long.toString(n, (int) radix);
  }

  /// The one-character string of the code point.
  ///
  /// ```ruchy
  /// 65.to_char()   // => "A"
  /// ```
  @Export({"to_char", "chr"})
  public static String toChar(long n) {
    return ruchy.runtime.operator.Conversion.character(n);
  }

  // Bits.

  /// How many of the 64 bits are set.
  ///
  /// ```ruchy
  /// 7.count_ones()   // => 3
  /// ```
  @Export
  public static long countOnes(long n) {
    return Long.bitCount(n);
  }

  /// How many of the 64 bits are not set before the highest one that is.
  ///
  /// ```ruchy
  /// 1.leading_zeros()   // => 63
  /// ```
  @Export
  public static long leadingZeros(long n) {
    return Long.numberOfLeadingZeros(n);
  }

  /// How many of the 64 bits are not set behind the lowest one that is.
  ///
  /// ```ruchy
  /// 8.trailing_zeros()   // => 3
  /// ```
  @Export
  public static long trailingZeros(long n) {
    return Long.numberOfTrailingZeros(n);
  }

  /// The rest of the division that is never negative. Raises `Division by zero`.
  ///
  /// ```ruchy
  /// (-7).rem_euclid(3)   // => 2
  /// ```
  @Export
  public static long remEuclid(long n, long divisor) {
    long rest = Arithmetic.modulo(n, divisor);
    return rest < 0 ? rest + Math.abs(divisor) : rest;
  }

  /// The quotient whose rest is `rem_euclid`. Raises `Division by zero`.
  ///
  /// ```ruchy
  /// (-7).div_euclid(3)   // => -3
  /// ```
  @Export
  public static long divEuclid(long n, long divisor) {
    long quotient = Arithmetic.divide(n, divisor);
    return n % divisor >= 0 ? quotient : divisor > 0 ? quotient - 1 : quotient + 1;
  }

  /// How far the numbers are apart.
  ///
  /// ```ruchy
  /// 3.abs_diff(8)   // => 5
  /// ```
  @Export
  public static long absDiff(long n, long other) {
    return abs(Arithmetic.subtract(n, other));
  }

  /// The square root, rounded down. Raises ArgumentError for a negative number.
  ///
  /// ```ruchy
  /// 17.isqrt()   // => 4
  /// ```
  @Export
  public static long isqrt(long n) {
    if (n < 0) {
      throw Failure.argumentError("isqrt expects a number that is not negative, got " + n);
    }
    long root = (long) Math.sqrt((double) n);
    while (root > 3_037_000_499L || root * root > n) {
      root--;
    }
    return root < 3_037_000_499L && (root + 1) * (root + 1) <= n ? root + 1 : root;
  }

  /// Whether it is 1, 2, 4, 8 and so on.
  ///
  /// ```ruchy
  /// 64.is_power_of_two()   // => true
  /// ```
  @Export
  public static boolean isPowerOfTwo(long n) {
    return n > 0 && (n & (n - 1)) == 0;
  }
}
