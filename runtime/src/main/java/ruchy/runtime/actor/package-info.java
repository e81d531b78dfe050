/// Actors (L 12.8): the base of the classes that the compiler writes for them. A message is
/// delivered in the task of its sender, which waits while another task's message is handled. This
/// room knows values, calls, failures and `engine`; it knows neither tasks nor networking.
@NullMarked
package ruchy.runtime.actor;

import org.jspecify.annotations.NullMarked;
