package dev.martello.runtime.json;

/** What a {@link JsonReader} stands at. */
public enum JsonToken {
  OBJECT,
  END_OBJECT,
  ARRAY,
  END_ARRAY,
  /** The name of an object's member. */
  KEY,
  STRING,
  /** A number without fraction and exponent. */
  INTEGER,
  /** Any other number. */
  FRACTION,
  TRUE,
  FALSE,
  NULL,
  /** Nothing is left. */
  END;

  public boolean isNumber() {
    return this == INTEGER || this == FRACTION;
  }
}
