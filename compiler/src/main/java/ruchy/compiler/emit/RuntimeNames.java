package ruchy.compiler.emit;

/// The classes of the runtime that emitted code names. A test resolves every one of them.
final class RuntimeNames {
  static final String VALUE = "ruchy/runtime/value/";
  static final String LIST = VALUE + "ListValue";
  static final String SEGMENTS = VALUE + "Segments";
  static final String SET = VALUE + "SetValue";
  static final String MAP = VALUE + "MapValue";
  static final String HASH_MAP = VALUE + "HashMapValue";
  static final String LAYOUT = VALUE + "LayoutValue";
  static final String TUPLE = VALUE + "TupleValue";
  static final String RANGE = VALUE + "RangeValue";
  static final String FUNCTION = VALUE + "FunctionValue";
  static final String CALM_FUNCTION = VALUE + "CalmFunction";
  static final String INSTANCE = VALUE + "InstanceValue";
  static final String VARIANT = VALUE + "VariantValue";
  static final String ENUM_TYPE = VALUE + "EnumType";
  static final String SESSION_INSTANCE = VALUE + "SessionInstance";
  static final String SESSION_ENUM = VALUE + "SessionEnum";
  static final String BEHAVIOUR = VALUE + "Behaviour";
  static final String OPTIONS = VALUE + "Options";
  static final String ATOM = VALUE + "Atom";
  static final String BYTE = VALUE + "ByteValue";
  static final String ERROR = VALUE + "ErrorValue";
  static final String CURSOR = VALUE + "Cursor";
  static final String TEXT_PARTS = VALUE + "TextParts";
  static final String DISPLAY = VALUE + "Display";
  static final String FORMAT_SPEC = VALUE + "FormatSpec";
  static final String CAPTURED_INTEGER = VALUE + "CapturedInteger";
  static final String CAPTURED_FLOAT = VALUE + "CapturedFloat";
  static final String CAPTURED_BOOLEAN = VALUE + "CapturedBoolean";
  static final String CAPTURED_VALUE = VALUE + "CapturedValue";

  static final String OPERATOR = "ruchy/runtime/operator/";
  static final String ARITHMETIC = OPERATOR + "Arithmetic";
  static final String COMPARISON = OPERATOR + "Comparison";
  static final String BITS = OPERATOR + "Bits";
  static final String GROWING_TEXT = VALUE + "GrowingText";
  static final String APPENDING = OPERATOR + "Appending";
  static final String TEXT = OPERATOR + "Text";
  static final String TRUTH = OPERATOR + "Truth";
  static final String INDEXING = OPERATOR + "Indexing";
  static final String ITERATION = OPERATOR + "Iteration";
  static final String MEMBERSHIP = OPERATOR + "Membership";
  static final String CONVERSION = OPERATOR + "Conversion";
  static final String CHECK = OPERATOR + "Check";
  static final String COPIES = OPERATOR + "Copies";
  static final String MATCHING = OPERATOR + "Matching";

  static final String CALL = "ruchy/runtime/call/";
  static final String MEMBERS = CALL + "Members";
  static final String WRAPPER = VALUE + "Wrapper";
  static final String CALLS = CALL + "Calls";
  static final String ARGUMENTS = CALL + "Arguments";
  static final String LIBRARY_FUNCTION_VALUE = CALL + "LibraryFunctionValue";

  static final String UNWINDING = "ruchy/runtime/engine/Unwinding";
  static final String FAILURE = "ruchy/runtime/failure/Failure";
  static final String ACTOR = "ruchy/runtime/actor/Actor";
  static final String LAUNCH = "ruchy/runtime/engine/Launch";
  static final String INTERRUPTION = "ruchy/runtime/failure/Interruption";
  static final String TRACING = "ruchy/runtime/engine/Tracing";
  static final String DETECTOR = "ruchy/runtime/engine/Detector";
  static final String SESSION = "ruchy/runtime/engine/Session";

  private RuntimeNames() {}
}
