/// Tests of the room `db` and of its drivers, with a real file and a real server.
@NullMarked
package ruchy.runtime.db;

import org.jspecify.annotations.NullMarked;
