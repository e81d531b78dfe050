package ruchy.runtime.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import ruchy.runtime.engine.Awaitable;

/// The index that the build has written from the runtime's sources.
class LibraryTest {
  private final Library library = Library.load();

  @Test
  void it_knows_overloads_with_their_types() {
    List<LibraryFunction> first = library.functions("list", "first");
    assertEquals(2, first.size());
    assertEquals(List.of(), first.get(0).parameterTypes());
    assertEquals("T?", first.get(0).resultType());
    assertEquals(List.of("integer"), first.get(1).parameterTypes());
    assertEquals("list<T>", first.get(1).resultType());
    assertEquals("ruchy/runtime/member/ListMembers", first.get(1).javaOwner());
    assertTrue(first.get(1).isStatic());
  }

  @Test
  void it_knows_rests_reads_changes_and_aliases() {
    LibraryFunction push = library.functions("list", "push").getLast();
    assertTrue(push.takesRest());
    assertTrue(push.mutates());
    LibraryFunction upper = library.functions("string", "upper").getFirst();
    assertEquals("to_upper", upper.mainName());
    LibraryFunction contains = library.functions("list", "contains").getFirst();
    assertEquals(List.of(-1, 0), contains.readParameters());
  }

  @Test
  void it_knows_modules_types_and_constants() {
    assertTrue(library.isModule("json"));
    assertFalse(library.isModule("string"));
    assertTrue(library.isType("MapEntry"));
    assertEquals("ruchy/runtime/member/MapEntry", library.javaClassOf("MapEntry"));
    assertNull(library.javaClassOf("Nothing"));
    LibraryFunction max = library.functions("u8", "MAX").getFirst();
    assertEquals(LibraryFunction.Kind.CONSTANT, max.kind());
    assertEquals("integer", max.resultType());
  }

  @Test
  void every_owner_has_names_or_is_a_module_or_type() {
    for (String owner : library.owners()) {
      boolean isHeader = library.isModule(owner) || library.isType(owner);
      assertTrue(isHeader || !library.names(owner).isEmpty(), owner);
      assertFalse(library.names(owner).contains(""), owner);
    }
    assertTrue(library.owners().containsAll(library.types()));
    assertTrue(library.owners().containsAll(library.modules()));
  }

  @Test
  void a_name_that_begins_as_another_one_is_not_that_one() {
    assertFalse(library.functions("list", "first").isEmpty());
    assertEquals(List.of(), library.functions("list", "firs"));
    assertEquals(List.of(), library.functions("lis", "first"));
    assertEquals(List.of(), library.functions("list", ""));
    assertFalse(library.isType("MapEntr"));
  }

  @Test
  void unknown_names_have_no_functions() {
    assertEquals(List.of(), library.functions("string", "fly"));
    assertEquals(List.of(), library.functions("nowhere", "len"));
  }

  @Test
  void it_tells_what_a_dynamic_call_may_reach() {
    Set<String> owners = new HashSet<>();
    for (LibraryFunction member : library.membersNamed("len")) {
      owners.add(member.owner());
    }
    assertTrue(owners.containsAll(Set.of("string", "list", "map", "set", "tuple", "range")));
    assertTrue(library.memberNames().contains("len"));
    assertFalse(library.memberNames().contains("println"));
  }

  @Test
  void a_line_reads_back_as_the_function_it_was_written_from() {
    for (String owner : library.owners()) {
      for (String name : library.names(owner)) {
        for (LibraryFunction function : library.functions(owner, name)) {
          Library one = Library.parse(Library.line(function));
          assertEquals(List.of(function), one.functions(owner, name));
        }
      }
    }
  }

  @Test
  void types_that_are_awaited_are_awaitables_and_no_others() throws ClassNotFoundException {
    Set<String> declared = new HashSet<>();
    Set<String> awaitable = new HashSet<>();
    for (String type : library.types()) {
      String owner = Objects.requireNonNull(library.javaClassOf(type)).replace('/', '.');
      if (Awaitable.class.isAssignableFrom(Class.forName(owner))) awaitable.add(type);
      if (library.flowsOfType(type).contains(Flow.AWAITED)) declared.add(type);
    }
    assertEquals(awaitable, declared);
    assertTrue(declared.contains("async::Task"));
  }

  @Test
  void what_a_class_says_is_said_of_its_type_and_of_all_its_exports() {
    assertTrue(library.flowsOfType("sync::Cell").contains(Flow.HOLDS_VALUE));
    LibraryFunction set = library.functions("sync::Cell", "set").getFirst();
    assertEquals(Set.of(Flow.HOLDS_VALUE, Flow.HANDS_ON, Flow.CALLS_AT_ONCE), set.flows());
    assertEquals("sync::Cell", library.typeOf("ruchy/runtime/sync/Cell"));
    assertEquals(Set.of(), library.flowsOfType("no::Type"));
  }
}
