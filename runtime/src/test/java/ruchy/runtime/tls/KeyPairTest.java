package ruchy.runtime.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyPairTest {
  /// @param kind an algorithm and, for RSA, the bits of the key: `RSA 2048`
  private static java.security.KeyPair made(String kind) throws GeneralSecurityException {
    String[] words = kind.split(" ", 2);
    var generator = KeyPairGenerator.getInstance(words[0]);
    if (words.length > 1) {
      generator.initialize(Integer.parseInt(words[1]));
    }
    return generator.generateKeyPair();
  }

  private static void check(
      boolean isPair, java.security.KeyPair one, java.security.KeyPair other) {
    assertEquals(isPair, KeyPair.isPair(one.getPrivate(), other.getPublic()));
    assertEquals(isPair, KeyPair.isPair(one.getPrivate().getEncoded(), other.getPublic()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA 2048", "RSA 3072", "EC", "Ed25519", "Ed448"})
  void the_two_keys_of_a_pair_belong_together(String kind) throws GeneralSecurityException {
    var pair = made(kind);
    assertTrue(KeyPair.isComparable(pair.getPublic()));
    check(true, pair, pair);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA 2048, RSA 2048",
    "RSA 3072, RSA 2048",
    "RSA 2048, RSA 3072",
    "EC, EC",
    "EC 384, EC 256",
    "Ed25519, Ed25519",
    "Ed448, Ed25519",
    "EC, RSA 2048",
    "RSA 2048, EC",
    "Ed25519, EC"
  })
  void those_of_two_pairs_do_not(String one, String other) throws GeneralSecurityException {
    check(false, made(one), made(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DSA 2048", "X25519"})
  void of_other_kinds_none_is_refused(String kind) throws GeneralSecurityException {
    var pair = made(kind);
    assertFalse(KeyPair.isComparable(pair.getPublic()));
    check(true, made(kind), pair);
  }
}
