package ruchy.runtime.http;

import io.vertx.core.http.MimeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a client prefers (RFC 9110, section 12.5).
final class Negotiation {
  private Negotiation() {}

  /// One member of a list such as that of `Accept`.
  private record Wish(String text, double weight) {}

  private static List<Wish> wishes(String field) {
    List<Wish> wishes = new ArrayList<>();
    for (String part : field.split(",", -1)) {
      String[] pieces = part.split(";", -1);
      String text = pieces[0].strip().toLowerCase(Locale.ROOT);
      if (text.isEmpty()) {
        continue;
      }
      double weight = 1;
      for (int i = 1; i < pieces.length; i++) {
        String parameter = pieces[i].strip();
        if (parameter.startsWith("q=") || parameter.startsWith("Q=")) {
          weight = weight(parameter.substring(2).strip());
        }
      }
      wishes.add(new Wish(text, weight));
    }
    return wishes;
  }

  private static double weight(String text) {
    try {
      double weight = Double.parseDouble(text);
      return weight >= 0 && weight <= 1 ? weight : 0;
    } catch (NumberFormatException malformed) {
      return 0;
    }
  }

  /// The media type of a short name such as `json`, or the name if it is a type.
  static String mediaType(String name) {
    if (name.indexOf('/') >= 0) {
      return name.toLowerCase(Locale.ROOT);
    }
    String type = MimeMapping.mimeTypeForExtension(name.toLowerCase(Locale.ROOT));
    return type == null ? name : type;
  }

  /// The offer that the client likes best, of several the first; null when it accepts none. Without
  /// the field every offer is as good.
  static @Nullable String mediaType(@Nullable String accept, List<String> offers) {
    return best(accept, offers, Negotiation::fitsType, true);
  }

  /// The language that the client likes best; `en` stands for `en-GB` too.
  static @Nullable String language(@Nullable String accept, List<String> offers) {
    return best(accept, offers, Negotiation::fitsLanguage, false);
  }

  /// `gzip`, `deflate`, or null for a client that wants neither.
  static @Nullable String coding(@Nullable String accept) {
    return accept == null
        ? null
        : best(accept, List.of("gzip", "deflate"), Negotiation::fitsWord, false);
  }

  /// How exactly a wish means an offer; 0 for not at all.
  private interface Fit {
    int of(String wish, String offer);
  }

  private static @Nullable String best(
      @Nullable String field, List<String> offers, Fit fit, boolean areTypes) {
    if (field == null || field.isBlank()) {
      return offers.isEmpty() ? null : offers.getFirst();
    }
    List<Wish> wishes = wishes(field);
    String best = null;
    double bestWeight = 0;
    for (String offer : offers) {
      String name = areTypes ? mediaType(offer) : offer.toLowerCase(Locale.ROOT);
      int closest = 0;
      double weight = 0;
      for (Wish wish : wishes) {
        int exactness = fit.of(wish.text(), name);
        if (exactness > closest) {
          closest = exactness;
          weight = wish.weight();
        }
      }
      if (weight > bestWeight) {
        best = offer;
        bestWeight = weight;
      }
    }
    return best;
  }

  private static int fitsType(String wish, String offer) {
    if (wish.equals(offer)) {
      return 3;
    }
    if (wish.equals("*/*")) {
      return 1;
    }
    return wish.endsWith("/*") && offer.startsWith(wish.substring(0, wish.length() - 1)) ? 2 : 0;
  }

  private static int fitsLanguage(String wish, String offer) {
    if (wish.equals(offer)) {
      return 4;
    }
    if (offer.startsWith(wish + "-")) {
      return 3;
    }
    return wish.equals("*") ? 1 : wish.startsWith(offer + "-") ? 2 : 0;
  }

  private static int fitsWord(String wish, String offer) {
    return wish.equals(offer) || wish.equals("x-" + offer) ? 2 : wish.equals("*") ? 1 : 0;
  }
}
