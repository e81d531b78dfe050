/// Databases (L 18.3, 19.2): the module `db` and its connections. Statements are run by JDBC on
/// threads that may block (`engine.Blocking`); what differs between databases is a `Driver`, in a
/// room of its own, which is found by name when a program connects, so that a jar carries only
/// those that its program may ask for.
///
/// The room does not know the rooms of the drivers. What goes to another thread is Java's own: no
/// value of the program leaves its task.
@NullMarked
package ruchy.runtime.db;

import org.jspecify.annotations.NullMarked;
