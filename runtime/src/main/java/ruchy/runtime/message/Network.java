package ruchy.runtime.message;

import io.netty.util.NetUtil;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Addresses that begin with the same bits: `10.0.0.0/8`, `fc00::/7`, or one address alone.
public final class Network {
  private final byte[] address;
  private final int bits;

  private Network(byte[] address, int bits) {
    this.address = address;
    this.bits = bits;
  }

  /// Reads an address, with or without `/BITS`; null for anything else.
  public static @Nullable Network parseOrNull(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    int most = address.length * 8;
    int bits = slash < 0 ? most : bits(text.substring(slash + 1));
    return bits < 0 || bits > most ? null : new Network(address, bits);
  }

  /// -1 for what is no number of one to three digits.
  private static int bits(String digits) {
    boolean isNumber =
        !digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(Ascii::isDigit);
    return isNumber ? Integer.parseInt(digits) : -1;
  }

  /// Whether the address, of 4 or 16 bytes, is one of them.
  public boolean contains(byte[] other) {
    if (other.length != address.length) {
      return false;
    }
    int whole = bits / 8;
    if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
      return false;
    }
    int left = bits % 8;
    int mask = 0xff00 >> left & 0xff;
    return left == 0 || (address[whole] & mask) == (other[whole] & mask);
  }
}
