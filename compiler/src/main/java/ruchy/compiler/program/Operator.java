package ruchy.compiler.program;

/// An operator on values (L 6).
public enum Operator {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  MODULO,
  POWER,
  NEGATE,
  BIT_AND,
  BIT_OR,
  BIT_XOR,
  COMPLEMENT,
  SHIFT_LEFT,
  SHIFT_RIGHT,
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  IN,
  NOT_IN
}
