/// The HTTP client against servers that do what no proper server does.
@NullMarked
package ruchy.runtime.client;

import org.jspecify.annotations.NullMarked;
