package ruchy.runtime.http;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.message.Json;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// JSON Web Tokens (RFC 7519), signed with HS256, RS256 or ES256 (RFC 7518), or EdDSA (RFC 8037).
/// The algorithm follows from the key alone, never from the token (RFC 8725, section 3.1).
final class Jwt {
  private static final Set<String> OPTIONS = Set.of("issuer", "audience", "leeway");
  private static final Set<String> SIGN_OPTIONS = Set.of("expires", "issuer", "audience");

  private Jwt() {}

  /// The token of the claims. Adds `iat` and `exp`, so many seconds later, unless the claims have
  /// them; an option counts more than a claim.
  static String sign(MapValue claims, String key, MapValue options) {
    Settings settings = Settings.of("sign_jwt", options, SIGN_OPTIONS);
    MapValue all = claims.copy();
    long now = System.currentTimeMillis() / 1000;
    if (!all.has("iat")) {
      all.put("iat", now);
    }
    if (settings.has("expires") || !all.has("exp")) {
      all.put("exp", now + settings.number("expires", 1, Integer.MAX_VALUE, 3600));
    }
    for (String[] name : new String[][] {{"issuer", "iss"}, {"audience", "aud"}}) {
      if (settings.has(name[0])) {
        all.put(name[1], settings.value(name[0]));
      }
    }
    Key known = key(key, true);
    MapValue head = HashMapValue.of("alg", algorithm(known), "typ", "JWT");
    String content = part(head) + "." + part(all);
    return content + "." + base64(signature(content, known, key));
  }

  private static String part(MapValue map) {
    return base64(Json.bytes(map).getBytes());
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// The claims of a token that is signed with the key and valid now; raises TokenError.
  static MapValue verify(String token, String key, MapValue options) {
    Settings settings = Settings.of("verify_jwt", options, OPTIONS);
    Key known = key(key, false);
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw invalid("is malformed");
    }
    MapValue head = map(parts[0]);
    if (!algorithm(known).equals(head.get("alg")) || head.has("crit")) {
      throw invalid("is signed with another algorithm");
    }
    if (!isSigned(parts[0] + "." + parts[1], decoded(parts[2]), known, key)) {
      throw invalid("is not signed with the key");
    }
    MapValue claims = map(parts[1]);
    long leeway = settings.number("leeway", 0, 3600, 0);
    double now = System.currentTimeMillis() / 1000.0;
    if (claims.has("exp") && time(claims, "exp") + leeway <= now) {
      throw invalid("has expired");
    }
    if (claims.has("nbf") && time(claims, "nbf") - leeway > now) {
      throw invalid("is not valid yet");
    }
    String issuer = settings.textOrNull("issuer");
    if (issuer != null && !issuer.equals(claims.get("iss"))) {
      throw invalid("has another issuer");
    }
    String audience = settings.textOrNull("audience");
    if (audience != null && !isFor(claims.get("aud"), audience)) {
      throw invalid("is for another audience");
    }
    return claims;
  }

  private static boolean isFor(@Nullable Object claim, String audience) {
    if (claim instanceof ListValue list) {
      for (int i = 0; i < list.size(); i++) {
        if (audience.equals(list.at(i))) {
          return true;
        }
      }
    }
    return audience.equals(claim);
  }

  private static double time(MapValue claims, String name) {
    if (claims.get(name) instanceof Number seconds) {
      return seconds.doubleValue();
    }
    throw invalid("is malformed");
  }

  private static MapValue map(String part) {
    try {
      if (Json.value(Buffer.buffer(decoded(part))) instanceof MapValue map) {
        return map;
      }
    } catch (Failure notJson) {
      // As any other malformed token.
    }
    throw invalid("is malformed");
  }

  private static byte[] decoded(String part) {
    if (part.indexOf('=') >= 0) {
      // RFC 7515, section 2: a token has one form.
      throw invalid("is malformed");
    }
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException malformed) {
      throw invalid("is malformed");
    }
  }

  private static Failure invalid(String reason) {
    return Failure.error("TokenError", "The token " + reason);
  }

  private static String algorithm(Key key) {
    return switch (key) {
      case ECKey ec -> "ES256";
      case EdECKey edwards -> "EdDSA";
      case PrivateKey rsa -> "RS256";
      case PublicKey rsa -> "RS256";
      default -> "HS256";
    };
  }

  private static byte[] signature(String content, Key key, String secret) {
    byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
    if (!(key instanceof PrivateKey own)) {
      return ruchy.runtime.http.Signature.hmac(bytes, secret);
    }
    try {
      Signature signature = scheme(key);
      signature.initSign(own);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException fault) {
      throw Failure.argumentError("The key cannot sign: " + fault.getMessage());
    }
  }

  private static boolean isSigned(String content, byte[] signed, Key key, String secret) {
    byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
    if (!(key instanceof PublicKey other)) {
      return MessageDigest.isEqual(ruchy.runtime.http.Signature.hmac(bytes, secret), signed);
    }
    try {
      Signature signature = scheme(key);
      signature.initVerify(other);
      signature.update(bytes);
      return signature.verify(signed);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }

  private static Signature scheme(Key key) throws GeneralSecurityException {
    return Signature.getInstance(
        switch (key) {
          case ECKey ec -> "SHA256withECDSAinP1363Format";
          case EdECKey edwards -> "EdDSA";
          default -> "SHA256withRSA";
        });
  }

  /// A key in PEM, or the secret of HS256.
  private static Key key(String text, boolean isToSign) {
    if (!text.contains("-----BEGIN")) {
      if (text.getBytes(StandardCharsets.UTF_8).length < 32) {
        // RFC 7518, section 3.2.
        throw Failure.argumentError("The secret of a token has at least 32 bytes");
      }
      return new javax.crypto.spec.SecretKeySpec(
          text.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }
    byte[] bytes = KeyText.bytes(text, isToSign);
    for (String algorithm : new String[] {"EC", "RSA", "EdDSA"}) {
      try {
        KeyFactory factory = KeyFactory.getInstance(algorithm);
        return checked(
            isToSign
                ? factory.generatePrivate(new PKCS8EncodedKeySpec(bytes))
                : factory.generatePublic(new X509EncodedKeySpec(bytes)));
      } catch (GeneralSecurityException other) {
        // The next kind of key is tried.
      }
    }
    throw Failure.argumentError("The key is neither of RSA nor of a curve");
  }

  /// RFC 7518, sections 3.3 and 3.4: RS256 has keys of 2048 bits at least, ES256 those of P-256.
  private static Key checked(Key key) {
    if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < 2048) {
      throw Failure.argumentError("An RSA key of tokens has at least 2048 bits");
    }
    if (key instanceof ECKey curve && curve.getParams().getOrder().bitLength() != 256) {
      throw Failure.argumentError("The curve of an elliptic key of tokens is P-256");
    }
    return key;
  }
}
