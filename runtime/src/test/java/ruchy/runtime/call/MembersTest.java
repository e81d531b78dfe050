package ruchy.runtime.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.member.Functions;
import ruchy.runtime.value.ByteValue;
import ruchy.runtime.value.ErrorValue;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.InstanceValue;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.RangeValue;
import ruchy.runtime.value.TupleValue;

/// Member access and calls on values of unknown kind (L 8.3, 8.4, 9.5, 16).
class MembersTest {
  private static String messageOf(org.junit.jupiter.api.function.Executable action) {
    return assertThrows(Failure.class, action).message();
  }

  /// A class instance with a field, a field that holds a callable, and a method, as the compiler
  /// writes them.
  private static final class Shop extends InstanceValue {
    private @Nullable Object name = "corner";
    private @Nullable Object greet = Functions.one(who -> "field " + who);

    @Override
    public String typeName() {
      return "Shop";
    }

    @Override
    public String[] fieldNames() {
      return new String[] {"name", "greet"};
    }

    @Override
    public @Nullable Object get(String field) {
      return switch (field) {
        case "name" -> name;
        case "greet" -> greet;
        default -> throw Failure.noField(field);
      };
    }

    @Override
    public void set(String field, @Nullable Object value) {
      switch (field) {
        case "name" -> name = value;
        case "greet" -> greet = value;
        default -> throw Failure.noField(field);
      }
    }

    @Override
    public boolean isStruct() {
      return false;
    }

    @Override
    public InstanceValue copy() {
      return new Shop();
    }

    @Override
    public @Nullable Object invoke(String method, @Nullable Object[] args) {
      return method.equals("shout") ? name + "!" : UNDEFINED;
    }

    @Override
    public int methodArity(String method) {
      return method.equals("shout") ? 0 : -1;
    }
  }

  @Test
  void methods_of_the_kind_are_called_with_converted_arguments() {
    assertEquals("ababab", Members.invoke("ab", "repeat", 3L));
    assertEquals("ababab", Members.invoke("ab", "repeat", ByteValue.of(3)));
    assertEquals(3L, Members.invoke(ListValue.ofLongs(1, 2, 3), "len"));
    assertEquals(2.0, Members.invoke(4L, "sqrt"));
    assertEquals(8.0, Members.invoke(2.0, "pow", 3L));
    assertEquals(ListValue.ofLongs(1), Members.invoke(ListValue.empty(), "push", 1L));
  }

  @Test
  void overloads_are_chosen_by_number_and_kind() {
    ListValue list = ListValue.ofLongs(1, 2, 3);
    assertEquals(1L, Members.invoke(list, "first"));
    assertEquals(ListValue.ofLongs(1, 2), Members.invoke(list, "first", 2L));
    assertEquals(3L, Members.invoke(list, "count"));
    FunctionValue isTwo = Functions.one(x -> x instanceof Long n && n == 2);
    assertEquals(1L, Members.invoke(list, "count", isTwo));
    assertEquals(2L, Members.invoke(3L, "min", 2L));
    assertEquals(2.5, Members.invoke(3L, "min", 2.5));
  }

  @Test
  void wrong_arguments_name_the_function_and_what_it_expects() {
    assertEquals(
        "repeat expects an integer as argument 1, got string",
        messageOf(() -> Members.invoke("ab", "repeat", "3")));
    assertEquals(
        "repeat expects 1 arguments, got 0", messageOf(() -> Members.invoke("ab", "repeat")));
    assertEquals(
        "pad_start expects 1-2 arguments, got 3",
        messageOf(() -> Members.invoke("ab", "pad_start", 1L, 2L, 3L)));
  }

  @Test
  void unknown_methods_raise_by_kind() {
    assertEquals(
        "Unknown method 'fly' on type integer", messageOf(() -> Members.invoke(1L, "fly")));
    assertEquals(
        "Object has no method named 'fly'",
        messageOf(() -> Members.invoke(new HashMapValue(), "fly")));
    assertEquals(
        "Unknown method 'fly' on type Shop", messageOf(() -> Members.invoke(new Shop(), "fly")));
  }

  @Test
  void a_callable_under_a_key_comes_before_the_method_of_maps() {
    HashMapValue map = HashMapValue.of("len", 7L, "get", Functions.one(x -> "own " + x));
    assertEquals(2L, Members.invoke(map, "len"));
    assertEquals("own a", Members.invoke(map, "get", "a"));
  }

  @Test
  void a_user_method_comes_before_a_field_and_a_field_before_the_universal_methods() {
    Shop shop = new Shop();
    assertEquals("corner!", Members.invoke(shop, "shout"));
    assertEquals("field Al", Members.invoke(shop, "greet", "Al"));
    assertEquals(false, Members.invoke(shop, "is_nil"));
  }

  @Test
  void every_value_has_the_universal_and_the_lenient_methods() {
    assertEquals("1", Members.invoke(1.0, "to_s"));
    assertEquals("nil", Members.invoke(null, "to_string"));
    assertEquals(true, Members.invoke(null, "is_nil"));
    assertEquals("{\"a\":1}", Members.invoke(HashMapValue.of("a", 1L), "to_json"));
    assertEquals(5L, Members.invoke(5L, "unwrap"));
    assertEquals(7L, Members.invoke(null, "unwrap_or", 7L));
    assertEquals(Options.NONE, Members.invoke(null, "map", Functions.one(x -> x)));
    assertEquals(true, Members.invoke("text", "is_some"));
    assertEquals("called unwrap on None", ((ErrorValue) valueOf(null, "unwrap")).message());
    assertEquals(
        "called unwrap on Err: no", ((ErrorValue) valueOf(Options.err("no"), "unwrap")).message());
  }

  private static Object valueOf(@Nullable Object receiver, String method) {
    Failure failure = assertThrows(Failure.class, () -> Members.invoke(receiver, method));
    return assertInstanceOf(ErrorValue.class, failure.value());
  }

  @Test
  void ranges_have_the_methods_of_lists_and_bytes_those_of_integers() {
    assertEquals(10L, Members.invoke(RangeValue.of(1, 4, true), "sum"));
    assertEquals(
        ListValue.ofLongs(2, 4),
        Members.invoke(RangeValue.of(1, 3, false), "map", Functions.one(x -> (Long) x * 2)));
    assertEquals(true, Members.invoke(ByteValue.of(4), "is_even"));
    assertEquals(2.0, Members.invoke(ByteValue.of(4), "sqrt"));
  }

  @Test
  void members_are_read_by_kind() {
    assertEquals(1L, Members.get(HashMapValue.of("a", 1L), "a"));
    assertEquals("corner", Members.get(new Shop(), "name"));
    assertEquals(1L, Members.get(RangeValue.of(1, 4, true), "start"));
    assertEquals("b", Members.get(TupleValue.of("a", "b"), "1"));
    assertEquals("k", Members.get(TupleValue.pair("k", 1L), "key"));
    assertEquals("no", Members.get("no", "message"));
    Object error = Failure.divisionByZero().value();
    assertEquals("Division by zero", Members.get(error, "message"));
    assertEquals("DivisionByZero", Members.get(error, "type"));
  }

  @Test
  void absent_members_raise() {
    assertEquals(
        "Object has no field named 'k'", messageOf(() -> Members.get(new HashMapValue(), "k")));
    assertEquals("Object has no field named 'k'", messageOf(() -> Members.get(new Shop(), "k")));
    assertEquals(
        "Object has no field named 'k'", messageOf(() -> Members.set(new Shop(), "k", 1L)));
    assertEquals("Cannot access field 'k' on type nil", messageOf(() -> Members.get(null, "k")));
    assertEquals("Cannot set field 'k' on type integer", messageOf(() -> Members.set(1L, "k", 1L)));
  }

  @Test
  void a_method_that_is_read_is_a_callable_bound_to_the_receiver() {
    FunctionValue repeat = assertInstanceOf(FunctionValue.class, Members.get("ab", "repeat"));
    assertEquals("abab", repeat.call(2L));
    assertEquals(1, repeat.minimumArity());
    FunctionValue shout = assertInstanceOf(FunctionValue.class, Members.get(new Shop(), "shout"));
    assertEquals("corner!", shout.call());
  }

  @Test
  void a_replaced_method_can_still_be_called_through_the_old_value() {
    HashMapValue map = HashMapValue.of("len", Functions.one(x -> x));
    assertSame("x", Members.invoke(map, "len", "x"));
  }

  @Test
  void library_functions_are_values() {
    LibraryFunctionValue format = LibraryFunctionValue.of("", "format");
    assertEquals("a 1", format.call("a", 1L));
    LibraryFunctionValue parse = LibraryFunctionValue.of("json", "parse");
    assertEquals(1L, parse.call("1"));
    assertEquals(
        "Undefined function: json::fly", messageOf(() -> LibraryFunctionValue.of("json", "fly")));
  }

  @Test
  void a_library_function_takes_no_more_of_what_is_offered_than_it_needs() {
    LibraryFunctionValue format = LibraryFunctionValue.of("", "format");
    assertEquals(ListValue.of("1", "2"), Members.invoke(ListValue.ofLongs(1, 2), "map", format));
  }

  @Test
  void calling_what_is_no_function_raises() {
    assertEquals(
        "Cannot call non-function value of type: integer", messageOf(() -> Calls.call(1L)));
    assertEquals(
        "Function expects 1 arguments, got 2",
        messageOf(() -> Calls.call(Functions.one(x -> x), 1L, 2L)));
  }

  @Test
  void call_backs_get_as_many_arguments_as_they_take() {
    assertEquals(1L, Functions.one(x -> x).offer(1L, 2L, 3L));
    assertEquals("12", Functions.two((a, b) -> "" + a + b).offer(1L, 2L, 3L));
    assertEquals(
        "Function expects 2 arguments, got 1",
        messageOf(() -> Functions.two((a, b) -> a).offer(1L)));
  }
}
