/// The language server that `ruchyc lsp` is (L 20.2): messages of the Language Server Protocol 3.17
/// on standard input and output. [Wire] reads and writes messages, [LanguageServer] answers them,
/// the other classes work out the answers from the text of one program.
///
/// JSON is read and written by Jackson's streams, which every `ruchyc` has anyway: a library for
/// the protocol would bring a second JSON library and reflection, and the few messages here need
/// neither. Messages are answered one after the other on the thread that reads them.
///
/// It must not know the command line, nor where modules are: it asks a [Workshop]. No other room
/// uses it, so that no other command loads it.
@NullMarked
package ruchy.cli.editor;

import org.jspecify.annotations.NullMarked;
