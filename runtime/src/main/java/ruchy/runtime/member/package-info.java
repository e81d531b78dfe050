/// The methods of the built-in kinds (L 17): one class for each kind, in the order of the
/// language's manual.
///
/// Each exported method is a declaration of the library: its comment is the manual's text.
/// Call-backs run in the task and thread of the caller. This room knows `value`, `operator` and
/// `failure`, and `json` for `to_json`.
@NullMarked
package ruchy.runtime.member;

import org.jspecify.annotations.NullMarked;
