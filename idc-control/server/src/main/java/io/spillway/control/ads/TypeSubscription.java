package io.spillway.control.ads;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * What one client subscribes of one type, what it holds, and what must be sent next. Owned by the stream's executor.
 *
 * <p>A name becomes <em>dirty</em> when it changed, or is <em>owed</em> because the client asked for it. A response is made
 * from the dirty names at the moment of sending, so whatever happened while the last one was in flight is one response.
 * A Nack changes nothing of what the client holds. A refused version is parked: it is not sent again until its content
 * changes. When a client does not say which resource it refused, the suspects are sent one by one. What a new client wants
 * at first may be thousands of names, for thousands of clients at once that wait for their turn: it is not written down name
 * by name, but found when its response is made.
 */
final class TypeSubscription {

    private final ResourceType type;
    private final NodeCatalog catalog;
    private final Interest interest = new Interest();
    private final Holdings held = new Holdings();
    private final Pending dirty = new Pending();
    private final ArrayDeque<String> suspects = new ArrayDeque<>();
    private boolean worldOwed;
    /** All that is subscribed is owed, but what the client holds as it is. */
    private boolean allOwed;
    private boolean busy;
    private final List<Push> satisfied = new ArrayList<>();

    TypeSubscription(ResourceType type, NodeCatalog catalog) {
        this.type = type;
        this.catalog = catalog;
    }

    ResourceType type() {
        return type;
    }

    /** What a client that resumes says it holds; comes before the first {@link #subscribe}. */
    void resume(Map<String, String> versions) {
        versions.forEach((name, version) -> {
            Versioned now = catalog.get(type, name);
            // Nobody knows how long it lets what ends by itself still live, so that is sent again.
            if (now == null || now.until() == null) {
                held.claim(name, version, now);
            }
        });
    }

    /** Delta: adds and takes away names, {@code *} included. {@code first}: without any names it means everything. */
    void subscribe(boolean first, Collection<String> add, Collection<String> remove) {
        boolean everything = add.contains(Interest.EVERYTHING) || (first && add.isEmpty() && type.wildcardByDefault());
        allOwed |= first && add.size() + (everything ? catalog.count(type) : 0) >= Backlog.HEAVY;
        interest.reserve(first ? add.size() : 0);
        for (String name : add) {
            if (!name.equals(Interest.EVERYTHING)) {
                Versioned now = catalog.get(type, name);
                String shared = shared(name, now);
                interest.add(shared);
                if (!first || (!allOwed && !(now != null && held.matches(name, now)))) {
                    owe(shared);
                }
            }
        }
        if (everything && !interest.everything()) {
            interest.everything(true);
            worldOwed = first;
            if (!allOwed || !first) {
                catalog.names(type).forEach(dirty::touch);
            }
        }
        remove.forEach(this::unsubscribe);
        if (first) {
            held.names().stream().filter(name -> !allOwed || catalog.get(type, name) == null).forEach(dirty::touch);
            held.names().stream().filter(name -> !subscribed(name)).forEach(held::forget);
        }
    }

    /** State of the world: replaces the list of names. */
    void replace(Collection<String> list) {
        boolean everything = interest.isEverything(list, type);
        Set<String> wanted = new TreeSet<>();
        list.forEach(name -> wanted.add(shared(name, catalog.get(type, name))));
        wanted.remove(Interest.EVERYTHING);
        allOwed |= interest.size() == 0 && held.size() == 0 && wanted.size() >= Backlog.HEAVY;
        List<String> fresh = interest.replace(wanted);
        if (!allOwed) {
            fresh.forEach(this::owe);
        }
        if (everything && !interest.everything()) {
            worldOwed = type.wholeWorld();
            catalog.names(type).forEach(dirty::touch);
        }
        interest.everything(everything);
        held.names().stream().filter(name -> !subscribed(name)).forEach(held::forget);
        satisfied.addAll(dirty.removeIf(name -> !subscribed(name)));
    }

    /** Returns how many names will be subscribed one by one when these are too. */
    int namesWith(Set<String> more) {
        return interest.size() == 0
                ? more.size()
                : interest.size() + (int) more.stream().filter(name -> !interest.names(name)).count();
    }

    /** Returns whether the client could have it. */
    boolean exists(String name) {
        return catalog.get(type, name) != null;
    }

    boolean subscribed(String name) {
        return interest.covers(name);
    }

    /** Returns whether the client may still use something else than what the catalog says now. */
    boolean owes(String name) {
        return subscribed(name) && !held.matches(name, catalog.get(type, name));
    }

    /** A resource changed in the catalog. Returns whether that matters to the client; then the push is kept. */
    boolean changed(String name, @Nullable Push push) {
        boolean absent = catalog.get(type, name) == null && !held.has(name) && !busy && !dirty.contains(name);
        if (absent || !subscribed(name)) {
            return false;
        }
        dirty.add(name, push == null ? List.of() : List.of(push));
        return true;
    }

    /** The client needs this resource again even if it did not change (a re-sent cluster waits for its endpoints). */
    void again(String name) {
        boolean owedAnyway = allOwed && held.size() == 0;
        if (!owedAnyway && subscribed(name) && catalog.get(type, name) != null && !parkedNow(name)) {
            dirty.owe(name);
        }
    }

    /** The client may have let it end by itself: it is sent again as a whole. */
    void lost(String name) {
        held.forget(name);
        if (subscribed(name)) {
            owe(name);
        }
    }

    /** Returns what the catalog has of a name if the client holds just that, else null. */
    @Nullable
    Versioned current(String name) {
        Versioned now = catalog.get(type, name);
        return now != null && held.matches(name, now) ? now : null;
    }

    /** Returns whether something waits that may be sent now; {@code removals}: whether taking away is allowed. */
    boolean hasWork(boolean removals) {
        settle();
        if (worldOwed || allOwed) {
            return true;
        }
        if (dirty.isEmpty()) {
            return false;
        }
        return removals || dirty.any(name -> !isRemoval(name));
    }

    /** Returns how many resources the next response may have; {@code world}: it repeats what the client holds. */
    int pending(boolean world) {
        return (allOwed ? Backlog.HEAVY : dirty.size())
                + (world && type.wholeWorld() && !dirty.isEmpty() ? held.size() : 0);
    }

    /** Returns whether taking away waits for its turn. */
    boolean hasRemovals() {
        return dirty.any(this::isRemoval);
    }

    /** Takes the next response, or null. Delta: exactly what is new. */
    @Nullable
    Response next(boolean removals) {
        settle();
        List<Response.Item> items = new ArrayList<>();
        if (allOwed) {
            allOwed = false;
            interest.forEachWanted(catalog, type, (name, now) -> takeOwed(name, now, removals, items));
        }
        String suspect = suspects.peek();
        for (String name : dirty.names()) {
            if ((suspect != null && !suspect.equals(name)) || (!removals && isRemoval(name))) {
                continue;
            }
            items.add(new Response.Item(name, catalog.get(type, name), dirty.take(name)));
        }
        if (items.isEmpty() && !worldOwed) {
            return null;
        }
        worldOwed = false;
        return new Response(type, items, List.of());
    }

    /** Adds what a client that asks for the first time does not have; what may not be taken away yet stays dirty. */
    private void takeOwed(String name, @Nullable Versioned now, boolean removals, List<Response.Item> items) {
        if (now != null && held.matches(name, now)) {
            return;
        }
        if (now == null && !removals && held.has(name)) {
            dirty.touch(name);
        } else {
            items.add(new Response.Item(name, now, dirty.take(name)));
        }
    }

    /** Takes the next response, or null. State of the world: for clusters and listeners, with everything else. */
    @Nullable
    Response nextWorld(boolean removals) {
        Response delta = next(removals);
        if (delta == null) {
            return null;
        }
        List<Response.Item> items = delta.items();
        if (!type.wholeWorld()) {
            List<Response.Item> present = items.stream().filter(item -> item.content() != null).toList();
            items.stream().filter(item -> item.content() == null).forEach(item -> {
                held.forget(item.name());
                satisfied.addAll(item.pushes());
            });
            return present.isEmpty() ? null : new Response(type, present, List.of());
        }
        Set<String> fresh = new HashSet<>();
        items.forEach(item -> fresh.add(item.name()));
        return new Response(type, items, held.allBut(fresh));
    }

    /** The client uses the response; with {@code rejected}, all of it but these. */
    void accepted(Response response, Map<String, String> rejected) {
        held.reserve(held.size() == 0 ? response.items().size() : 0);
        for (Response.Item item : response.items()) {
            Versioned content = item.content();
            String why = rejected.isEmpty() ? null : rejected.get(item.name());
            if (why != null) {
                park(item, why);
            } else if (!subscribed(item.name())) {
                held.forget(item.name());
            } else if (content == null) {
                held.drop(item.name());
            } else {
                hold(content);
            }
        }
    }

    /**
     * The client refused the response without saying what. Returns whether it is known what: then that is parked. Else
     * the resources are sent again one by one, and their pushes go on.
     */
    boolean refused(Response response, String error) {
        if (response.items().size() <= 1) {
            response.items().forEach(item -> park(item, error));
            return true;
        }
        for (Response.Item item : response.items()) {
            dirty.add(item.name(), item.pushes());
            if (item.content() == null) {
                dirty.owe(item.name());
            }
            if (!suspects.contains(item.name())) {
                suspects.add(item.name());
            }
        }
        return false;
    }

    /** Says whether a response is in flight: until it is answered nobody knows what the client holds. */
    void busy(boolean inFlight) {
        busy = inFlight;
    }

    boolean busy() {
        return busy;
    }

    /** Returns whether a version that stands now was refused. */
    boolean hasParked() {
        return held.hasParked() && held.parkedNames().stream().anyMatch(this::parkedNow);
    }

    /** Returns what the client holds, for those who ask about it. */
    Holdings held() {
        return held;
    }

    /** Compares what the client should have with what it has; costs a look at every name that it subscribes. */
    Comparison compare() {
        return Comparison.of(interest.world(catalog, type), held);
    }

    /** The client of a new stream says which version of the world it holds: if it is this one, nothing is owed. */
    void resumeWorld(String version) {
        List<Versioned> world = interest.world(catalog, type);
        boolean stays = world.stream().allMatch(resource -> resource.until() == null);
        if (stays && Holdings.versionOf(world).equals(version)) {
            for (Versioned resource : world) {
                hold(resource);
                satisfied.addAll(dirty.take(resource.name()));
            }
            worldOwed = false;
            allOwed = false;
        }
    }

    /** Returns the pushes that wait, for a stream that ends. */
    List<Push> waiting() {
        List<Push> waiting = new ArrayList<>(dirty.pushes());
        waiting.addAll(satisfied);
        return waiting;
    }

    /** Returns the pushes that turned out to need nothing, and forgets them: the client has that state already. */
    List<Push> settled() {
        settle();
        List<Push> done = List.copyOf(satisfied);
        satisfied.clear();
        return done;
    }

    /** Drops from the dirty names what needs no sending: what the client holds already, and what it refused. */
    private void settle() {
        if (busy) {
            return;
        }
        satisfied.addAll(dirty.settle(name -> {
            Versioned now = catalog.get(type, name);
            return held.matches(name, now) || held.refused(now);
        }));
        suspects.removeIf(name -> !dirty.contains(name));
    }

    /** The catalog's name, which all clients share, rather than the request's. */
    private static String shared(String name, @Nullable Versioned now) {
        return now == null ? name : now.name();
    }

    private boolean isRemoval(String name) {
        return held.has(name) && catalog.get(type, name) == null;
    }

    private boolean parkedNow(String name) {
        return held.hasParked() && held.refused(catalog.get(type, name));
    }

    private void park(Response.Item item, String reason) {
        if (item.content() != null) {
            held.park(item.content(), reason);
        }
        suspects.remove(item.name());
    }

    private void owe(String name) {
        held.unpark(name);
        dirty.owe(name);
    }

    private void unsubscribe(String name) {
        if (name.equals(Interest.EVERYTHING)) {
            interest.everything(false);
            held.names().stream().filter(other -> !interest.names(other)).forEach(held::forget);
            satisfied.addAll(dirty.removeIf(other -> !interest.names(other)));
        } else if (interest.remove(name)) {
            if (interest.everything()) {
                owe(name);
            } else {
                held.forget(name);
                satisfied.addAll(dirty.take(name));
            }
        }
    }

    private void hold(Versioned resource) {
        held.hold(resource);
        if (!suspects.isEmpty()) {
            suspects.remove(resource.name());
        }
    }
}
