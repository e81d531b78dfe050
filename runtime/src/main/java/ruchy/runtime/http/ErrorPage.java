package ruchy.runtime.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// What a browser shows of an error while a program is being written: its text, where it was
/// raised, and the lines around that place. Never sent unless `RUCHY_ENV=development` is set.
final class ErrorPage {
  private static final Pattern PLACE = Pattern.compile("(.+?):(\\d+):(\\d+)(?: in .*)?");

  private static final int LINES_AROUND = 4;

  private ErrorPage() {}

  static String html(int status, String title, Failure failure, Request request) {
    String[] places = failure.stackLines();
    StringBuilder page = new StringBuilder(2048);
    page.append("<!doctype html><html><head><meta charset=\"utf-8\"><title>")
        .append(status)
        .append(' ')
        .append(escaped(title))
        .append("</title><style>body{font:16px sans-serif;margin:2em}pre{background:#f4f4f4;")
        .append("padding:1em;overflow:auto}b{background:#fdd}</style></head><body><h1>")
        .append(escaped(failure.message()))
        .append("</h1><p>")
        .append(status)
        .append(' ')
        .append(escaped(title))
        .append(" &ndash; ")
        .append(escaped(request.method() + " " + request.url()))
        .append("</p>");
    if (places.length > 0) {
      String excerpt = excerpt(places[0]);
      if (excerpt != null) {
        page.append("<pre>").append(excerpt).append("</pre>");
      }
      page.append("<pre>");
      for (String place : places) {
        page.append("at ").append(escaped(place)).append('\n');
      }
      page.append("</pre>");
    }
    return page.append("</body></html>\n").toString();
  }

  /// The lines around a place, that one marked; null when the file cannot be read.
  static @Nullable String excerpt(String place) {
    Matcher parts = PLACE.matcher(place);
    if (!parts.matches()) {
      return null;
    }
    List<String> lines;
    try {
      lines = Files.readAllLines(Path.of(parts.group(1)), StandardCharsets.UTF_8);
    } catch (IOException | InvalidPathException notHere) {
      return null;
    }
    int at = Integer.parseInt(parts.group(2));
    StringBuilder excerpt = new StringBuilder();
    int last = Math.min(lines.size(), at + LINES_AROUND);
    for (int i = Math.max(1, at - LINES_AROUND); i <= last; i++) {
      String line = String.format("%5d  %s", i, lines.get(i - 1));
      excerpt.append(i == at ? "<b>" + escaped(line) + "</b>" : escaped(line)).append('\n');
    }
    return excerpt.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
