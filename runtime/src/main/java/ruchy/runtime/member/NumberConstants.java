package ruchy.runtime.member;

import ruchy.runtime.library.Associated;
import ruchy.runtime.library.Computes;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Members;

/// The constants of the number types (L 17.2). All integers have 64 bits, whatever the type is
/// called.
@Members("number")
@Computes
public final class NumberConstants {
  private NumberConstants() {}

  /// The largest integer, 2^63 - 1.
  ///
  /// ```ruchy
  /// i64::MAX   // => 9223372036854775807
  /// ```
  @Export("MAX")
  @Associated({"i64", "i128", "isize", "u64", "u128", "usize", "int", "integer", "Int", "Integer"})
  public static final long MAX_64 = Long.MAX_VALUE;

  /// The smallest integer, -2^63.
  ///
  /// ```ruchy
  /// i64::MIN   // => -9223372036854775808
  /// ```
  @Export("MIN")
  @Associated({"i64", "i128", "isize", "int", "integer", "Int", "Integer"})
  public static final long MIN_64 = Long.MIN_VALUE;

  /// Zero, the smallest value of an unsigned type.
  ///
  /// ```ruchy
  /// u8::MIN   // => 0
  /// ```
  @Export("MIN")
  @Associated({"u8", "u16", "u32", "u64", "u128", "usize"})
  public static final long MIN_UNSIGNED = 0;

  /// The largest signed integer of 8 bits.
  ///
  /// ```ruchy
  /// i8::MAX   // => 127
  /// ```
  @Export("MAX")
  @Associated("i8")
  public static final long MAX_I8 = 127;

  /// The smallest signed integer of 8 bits.
  ///
  /// ```ruchy
  /// i8::MIN   // => -128
  /// ```
  @Export("MIN")
  @Associated("i8")
  public static final long MIN_I8 = -128;

  /// The largest signed integer of 16 bits.
  ///
  /// ```ruchy
  /// i16::MAX   // => 32767
  /// ```
  @Export("MAX")
  @Associated("i16")
  public static final long MAX_I16 = 32767;

  /// The smallest signed integer of 16 bits.
  ///
  /// ```ruchy
  /// i16::MIN   // => -32768
  /// ```
  @Export("MIN")
  @Associated("i16")
  public static final long MIN_I16 = -32768;

  /// The largest signed integer of 32 bits.
  ///
  /// ```ruchy
  /// i32::MAX   // => 2147483647
  /// ```
  @Export("MAX")
  @Associated("i32")
  public static final long MAX_I32 = 2147483647L;

  /// The smallest signed integer of 32 bits.
  ///
  /// ```ruchy
  /// i32::MIN   // => -2147483648
  /// ```
  @Export("MIN")
  @Associated("i32")
  public static final long MIN_I32 = -2147483648L;

  /// The largest unsigned integer of 8 bits.
  ///
  /// ```ruchy
  /// u8::MAX   // => 255
  /// ```
  @Export("MAX")
  @Associated("u8")
  public static final long MAX_U8 = 255;

  /// The largest unsigned integer of 16 bits.
  ///
  /// ```ruchy
  /// u16::MAX   // => 65535
  /// ```
  @Export("MAX")
  @Associated("u16")
  public static final long MAX_U16 = 65535;

  /// The largest unsigned integer of 32 bits.
  ///
  /// ```ruchy
  /// u32::MAX   // => 4294967295
  /// ```
  @Export("MAX")
  @Associated("u32")
  public static final long MAX_U32 = 4294967295L;

  /// The largest finite float.
  ///
  /// ```ruchy
  /// f64::MAX > 1e308   // => true
  /// ```
  @Export("MAX")
  @Associated({"f64", "f32", "float", "Float"})
  public static final double MAX_FLOAT = Double.MAX_VALUE;

  /// The smallest finite float, that is the largest below zero.
  ///
  /// ```ruchy
  /// f64::MIN == -f64::MAX   // => true
  /// ```
  @Export("MIN")
  @Associated({"f64", "f32", "float", "Float"})
  public static final double MIN_FLOAT = -Double.MAX_VALUE;

  /// Infinity.
  ///
  /// ```ruchy
  /// f64::INFINITY   // => inf
  /// ```
  @Export("INFINITY")
  @Associated({"f64", "f32", "float", "Float"})
  public static final double INFINITY = Double.POSITIVE_INFINITY;

  /// Minus infinity.
  ///
  /// ```ruchy
  /// f64::NEG_INFINITY   // => -inf
  /// ```
  @Export("NEG_INFINITY")
  @Associated({"f64", "f32", "float", "Float"})
  public static final double NEG_INFINITY = Double.NEGATIVE_INFINITY;

  /// Not a number.
  ///
  /// ```ruchy
  /// f64::NAN   // => NaN
  /// ```
  @Export("NAN")
  @Associated({"f64", "f32", "float", "Float"})
  public static final double NAN = Double.NaN;

  /// The distance from 1.0 to the next float.
  ///
  /// ```ruchy
  /// 1.0 + f64::EPSILON > 1.0   // => true
  /// ```
  @Export("EPSILON")
  @Associated({"f64", "f32", "float", "Float"})
  public static final double EPSILON = 0x1p-52;

  /// Half the circumference of a circle of radius 1.
  ///
  /// ```ruchy
  /// f64::consts::PI == math::PI   // => true
  /// ```
  @Export("PI")
  @Associated({"f64::consts", "f32::consts"})
  public static final double PI = Math.PI;

  /// The base of natural logarithms.
  ///
  /// ```ruchy
  /// f64::consts::E == math::E   // => true
  /// ```
  @Export("E")
  @Associated({"f64::consts", "f32::consts"})
  public static final double E = Math.E;

  /// Twice PI.
  ///
  /// ```ruchy
  /// f64::consts::TAU == math::TAU   // => true
  /// ```
  @Export("TAU")
  @Associated({"f64::consts", "f32::consts"})
  public static final double TAU = Math.TAU;

  /// The square root of 2.
  ///
  /// ```ruchy
  /// f64::consts::SQRT_2 == 2.sqrt()   // => true
  /// ```
  @Export("SQRT_2")
  @Associated({"f64::consts", "f32::consts"})
  public static final double SQRT_2 = Math.sqrt(2);

  /// The natural logarithm of 2.
  ///
  /// ```ruchy
  /// f64::consts::LN_2 == 2.ln()   // => true
  /// ```
  @Export("LN_2")
  @Associated({"f64::consts", "f32::consts"})
  public static final double LN_2 = Math.log(2);

  /// The natural logarithm of 10.
  ///
  /// ```ruchy
  /// f64::consts::LN_10 == 10.ln()   // => true
  /// ```
  @Export("LN_10")
  @Associated({"f64::consts", "f32::consts"})
  public static final double LN_10 = Math.log(10);

  /// Half of PI.
  ///
  /// ```ruchy
  /// f64::consts::FRAC_PI_2 == math::PI / 2   // => true
  /// ```
  @Export("FRAC_PI_2")
  @Associated({"f64::consts", "f32::consts"})
  public static final double FRAC_PI_2 = Math.PI / 2;

  /// A quarter of PI.
  ///
  /// ```ruchy
  /// f64::consts::FRAC_PI_4 == math::PI / 4   // => true
  /// ```
  @Export("FRAC_PI_4")
  @Associated({"f64::consts", "f32::consts"})
  public static final double FRAC_PI_4 = Math.PI / 4;
}
