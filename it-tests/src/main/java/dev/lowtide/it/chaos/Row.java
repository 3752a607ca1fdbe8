package dev.lowtide.it.chaos;

import java.util.List;

/**
 * A row as its writer knows it.
 *
 * @param slot which one it is, for ever
 * @param key its key's literals
 * @param number of which the key was made; -1 if the server made it
 * @param spelling of the key
 * @param unique the literal of its unique value, or NULL
 * @param stamp the write that it shows
 */
record Row(long slot, List<String> key, long number, int spelling, String unique, long stamp) {

  Row {
    key = List.copyOf(key);
  }

  Row stamped(long newStamp) {
    return new Row(slot, key, number, spelling, unique, newStamp);
  }

  Row keyed(List<String> newKey, long newNumber, int newSpelling) {
    return new Row(slot, newKey, newNumber, newSpelling, unique, stamp);
  }

  Row unique(String literal) {
    return new Row(slot, key, number, spelling, literal, stamp);
  }
}
