/// PostgreSQL, for the room `db`, which finds it by name. The only room that knows its JDBC driver.
@NullMarked
package ruchy.runtime.postgres;

import org.jspecify.annotations.NullMarked;
