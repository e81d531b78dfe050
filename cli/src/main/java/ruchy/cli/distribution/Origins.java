package ruchy.cli.distribution;

import java.util.List;

/// Where the libraries that jars carry come from, and under which licence: a jar is a distribution
/// of them.
final class Origins {
  private record Origin(String prefix, String project, String licence) {}

  private static final String APACHE = "the Apache License, Version 2.0";

  private static final List<Origin> ORIGINS =
      List.of(
          new Origin("netty-", "the Netty project, https://netty.io", APACHE),
          new Origin(
              "vertx-",
              "the Eclipse Vert.x project, https://vertx.io",
              APACHE + " or the Eclipse Public License"),
          new Origin(
              "jackson-", "the Jackson project, https://github.com/FasterXML/jackson", APACHE),
          new Origin(
              "sqlite-jdbc-",
              "the SQLite JDBC project, https://github.com/xerial/sqlite-jdbc, with SQLite, which"
                  + " is in the public domain",
              APACHE),
          new Origin(
              "postgresql-",
              "the PostgreSQL JDBC project, https://jdbc.postgresql.org",
              "the BSD 2-Clause License"));

  private Origins() {}

  /// A sentence about a library, to be put beside its files.
  ///
  /// @throws IllegalStateException for a library whose licence nobody has looked up
  static String of(String library) {
    for (var origin : ORIGINS) {
      if (library.startsWith(origin.prefix())) {
        return "%s is of %s, and licensed under %s.\n"
            .formatted(library, origin.project(), origin.licence());
      }
    }
    throw new IllegalStateException(
        "Jars would carry "
            + library
            + ": say in Origins where it comes from and what its licence is");
  }
}
