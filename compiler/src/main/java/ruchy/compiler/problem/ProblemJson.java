package ruchy.compiler.problem;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// Problems as JSON text (RFC 8259).
final class ProblemJson {
  private final StringBuilder out = new StringBuilder();

  private ProblemJson() {}

  static String array(List<Problem> problems) {
    ProblemJson json = new ProblemJson();
    json.out.append('[');
    for (int i = 0; i < problems.size(); i++) {
      json.out.append(i == 0 ? "\n  " : ",\n  ");
      json.problem(problems.get(i));
    }
    return json.out.append(problems.isEmpty() ? "]\n" : "\n]\n").toString();
  }

  private void problem(Problem problem) {
    out.append("{\"severity\":");
    string(problem.severity().name().toLowerCase(Locale.ROOT));
    out.append(",\"code\":");
    string(problem.code());
    out.append(",\"message\":");
    string(problem.message());
    place(problem.span());
    out.append(",\"hint\":");
    string(problem.hint());
    out.append(",\"labels\":[");
    String comma = "";
    for (Problem.Label label : problem.labels()) {
      out.append(comma).append("{\"text\":");
      string(label.text());
      place(label.span());
      out.append('}');
      comma = ",";
    }
    out.append("]}");
  }

  private void place(Span span) {
    Span end = span.after();
    out.append(",\"file\":");
    string(span.source().name());
    out.append(",\"line\":").append(span.line());
    out.append(",\"column\":").append(span.column());
    out.append(",\"endLine\":").append(end.line());
    out.append(",\"endColumn\":").append(end.column());
  }

  private void string(@Nullable String text) {
    if (text == null) {
      out.append("null");
      return;
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text, i);
    }
    out.append('"');
  }

  private void character(String text, int at) {
    char c = text.charAt(at);
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < ' ' || c == 127 || c == '\u2028' || c == '\u2029' || isLoneSurrogate(text, at)) {
          out.append(String.format("\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }

  private static boolean isLoneSurrogate(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
