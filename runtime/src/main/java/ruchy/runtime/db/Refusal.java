package ruchy.runtime.db;

import java.io.IOException;

/// A statement, or an attempt to connect, that the database has refused. The message is for people;
/// the program gets it as a DbError at the place that has asked.
public final class Refusal extends IOException {
  public Refusal(String message) {
    super(message);
  }
}
