package ruchy.runtime.db;

import ruchy.runtime.library.Export;
import ruchy.runtime.library.Module;
import ruchy.runtime.library.Waits;

/// The module `db`.
@Module("db")
public final class DbModule {
  private DbModule() {}

  /// Opens a database: `sqlite:FILE` (made if need be, relative to the working folder),
  /// `sqlite::memory:` (gone when it is closed) or `postgres://USER:PASSWORD@HOST:PORT/NAME`.
  /// Raises ArgumentError for another text, DbError if it cannot be opened. It does not keep the
  /// program alive, and is closed at its end.
  ///
  /// ```ruchy
  /// let database = db::connect("sqlite::memory:")
  /// database.query("SELECT 1 + 1 AS two")   // => [{two: 2}]
  /// ```
  @Export
  @Waits
  public static Database connect(String address) {
    return Database.open(ConnectText.driver(address));
  }
}
