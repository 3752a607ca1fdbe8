package dev.lowtide.it.clients;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Hibernate is given to keep: one thing with a name and a version, and what belongs to it. */
@Entity(name = "Basket")
@Table(name = "basket")
class Basket {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @Column(unique = true)
  private String name;

  @Version private int version;

  @OneToMany(mappedBy = "basket", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("id")
  private List<Item> items = new ArrayList<>();

  Basket() {
    this("");
  }

  Basket(String name) {
    this.name = name;
  }

  @Nullable Long id() {
    return id;
  }

  void rename(String name) {
    this.name = name;
  }

  void add(String what, int cents) {
    Item item = new Item();
    item.basket = this;
    item.what = what;
    item.cents = cents;
    items.add(item);
  }

  void removeFirst() {
    items.remove(0);
  }

  @Override
  public String toString() {
    return id + " " + name + " v" + version + " " + items;
  }

  /** One of the things in it. */
  @Entity(name = "Item")
  @Table(name = "basket_item")
  static class Item {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @ManyToOne private @Nullable Basket basket;

    private String what = "";

    private int cents;

    @Override
    public String toString() {
      return id + " " + what + " " + cents + (basket == null ? " astray" : "");
    }
  }
}
