package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.mysql.RecordFormat.Clustered;
import java.util.ArrayList;
import java.util.List;

/**
 * What rows take in each index, averaged over samples of several places; a place counts as much as
 * it stands for. Confined to one thread.
 */
final class RowSample {

  private final StoredTable table;
  private final RecordFormat format;
  private final List<Place> places = new ArrayList<>();
  private final Widths rowWidths = new Widths();
  private final List<Widths> entryWidths = new ArrayList<>();

  RowSample(StoredTable table, RecordFormat format) {
    this.table = table;
    this.format = format;
    table.secondary().forEach(index -> entryWidths.add(new Widths()));
  }

  /** Averages of one place. */
  private static final class Place {

    /** How many rows it stands for. */
    private final double weight;

    private double rowBytes;
    private double longPages;
    private final double[] entries;

    Place(double weight, int entries) {
      this.weight = weight;
      this.entries = new double[entries];
    }
  }

  /**
   * @param rows lengths of each row's values, in the order of the table's measured columns
   * @param weight how many rows of the table they stand for
   */
  void add(List<long[]> rows, double weight) {
    if (rows.isEmpty() || weight <= 0) {
      return;
    }
    Place place = new Place(weight, table.secondary().size());
    for (long[] lengths : rows) {
      Clustered row = format.clustered(table.columns(), head(lengths), table.hasKey());
      place.rowBytes += (double) row.bytes() / rows.size();
      place.longPages += (double) row.longPages() / rows.size();
      rowWidths.add(row.bytes(), weight / rows.size());
      for (int i = 0; i < place.entries.length; i++) {
        long entry = entry(table.secondary().get(i), lengths);
        place.entries[i] += (double) entry / rows.size();
        entryWidths.get(i).add(entry, weight / rows.size());
      }
    }
    places.add(place);
  }

  double rowBytes() {
    return average(places.stream().mapToDouble(place -> place.rowBytes).toArray());
  }

  /** Pages of long values that a row has. */
  double longPages() {
    return average(places.stream().mapToDouble(place -> place.longPages).toArray());
  }

  double entryBytes(int index) {
    return average(places.stream().mapToDouble(place -> place.entries[index]).toArray());
  }

  Widths rowWidths() {
    return rowWidths;
  }

  Widths entryWidths(int index) {
    return entryWidths.get(index);
  }

  /** Two standard errors of what a row takes in all, as a share of it. */
  double error() {
    double[] all = new double[places.size()];
    for (int i = 0; i < all.length; i++) {
      Place place = places.get(i);
      all[i] = place.rowBytes + place.longPages * format.pageSize();
      for (double entry : place.entries) {
        all[i] += entry;
      }
    }
    double mean = average(all);
    double weight = places.stream().mapToDouble(place -> place.weight).sum();
    double squares = 0;
    for (int i = 0; i < all.length; i++) {
      double share = places.get(i).weight / weight;
      squares += share * share * (all[i] - mean) * (all[i] - mean);
    }
    return all.length < 2 || mean == 0 ? 0 : Math.min(1, 2 * Math.sqrt(squares) / mean);
  }

  private double average(double[] values) {
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * places.get(i).weight;
      weight += places.get(i).weight;
    }
    return weight == 0 ? 0 : sum / weight;
  }

  private long[] head(long[] lengths) {
    long[] head = new long[table.columns().size()];
    System.arraycopy(lengths, 0, head, 0, head.length);
    return head;
  }

  private long entry(StoredIndex index, long[] lengths) {
    List<StoredColumn> parts = new ArrayList<>();
    long[] own = new long[index.parts().size() + (index.hasRowId() ? 1 : 0)];
    for (int i = 0; i < index.parts().size(); i++) {
      parts.add(table.measured().get(index.parts().get(i)));
      own[i] = lengths[index.parts().get(i)];
    }
    if (index.hasRowId()) {
      parts.add(StoredColumn.fixed("row id", RecordFormat.ROW_ID_BYTES, false));
      own[own.length - 1] = RecordFormat.ROW_ID_BYTES;
    }
    return format.entry(parts, own);
  }
}
