package io.spillway.control.ads;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.snapshot.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * What one client subscribes of one type, what it holds, and what must be sent next ({@link Outgoing}). Owned by the stream's executor.
 *
 * <p>A Nack changes nothing of what the client holds. A refused version is parked: it is not sent again until its content
 * changes.
 */
final class TypeSubscription {

    private final ResourceType type;
    private final NodeCatalog catalog;
    private final Interest interest;
    private final Holdings held = new Holdings();
    private final Outgoing outgoing;

    TypeSubscription(ResourceType type, NodeCatalog catalog) {
        this.type = type;
        this.catalog = catalog;
        this.interest = new Interest(type);
        this.outgoing = new Outgoing(type, catalog, interest, held);
    }

    ResourceType type() {
        return type;
    }

    /** Returns what must be sent. */
    Outgoing outgoing() {
        return outgoing;
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

    /** Delta: many names, which are all that a client that holds nothing asks for at first. */
    void open(List<String> names) {
        interest.join(EventLoops.alike().of(names, this::shared));
        outgoing.open();
    }

    /** Delta: adds and takes away names, {@code *} included. {@code first}: without any names it means everything. */
    void subscribe(boolean first, Collection<String> add, Collection<String> remove) {
        boolean everything = add.contains(Interest.EVERYTHING) || (first && add.isEmpty() && type.wildcardByDefault());
        if (first && type.inPieces() && add.size() + (everything ? catalog.count(type) : 0) >= Backlog.HEAVY) {
            outgoing.open();
        }
        interest.reserve(first ? add.size() : 0);
        for (String name : add) {
            if (!name.equals(Interest.EVERYTHING)) {
                Versioned now = catalog.get(type, name);
                String shared = now == null ? name : now.name();
                interest.add(shared);
                if (!first || (!outgoing.opening() && !(now != null && held.matches(name, now)))) {
                    askedFor(first, shared);
                }
            }
        }
        if (everything && !interest.everything()) {
            interest.everything(true);
            if (first) {
                outgoing.oweWorld();
            }
            if (!outgoing.opening() || !first) {
                outgoing.touch(catalog.names(type));
            }
        }
        remove.forEach(this::unsubscribe);
        if (first) {
            outgoing.touch(held.names().stream()
                    .filter(name -> !outgoing.opening() || catalog.get(type, name) == null).toList());
            held.names().stream().filter(name -> !subscribed(name)).forEach(held::forget);
        }
    }

    /** What a client comes back with may be newer than what this node knew when it came: then there is nothing to send. */
    private void askedFor(boolean first, String name) {
        if (first && held.has(name)) {
            outgoing.touch(List.of(name));
        } else {
            outgoing.owe(name);
        }
    }

    /** State of the world: replaces the list of names. */
    void replace(List<String> list) {
        boolean everything = interest.isEverything(list);
        boolean bare = interest.size() == 0 && !interest.everything() && held.size() == 0;
        if (bare && !everything && type.inPieces() && list.size() >= Backlog.HEAVY) {
            open(list);
            return;
        }
        Set<String> wanted = new LinkedHashSet<>();
        list.forEach(name -> wanted.add(shared(name)));
        wanted.remove(Interest.EVERYTHING);
        interest.replace(wanted).forEach(outgoing::owe);
        if (everything && !interest.everything()) {
            if (type.wholeWorld()) {
                outgoing.oweWorld();
            }
            outgoing.touch(catalog.names(type));
        }
        interest.everything(everything);
        held.names().stream().filter(name -> !subscribed(name)).forEach(held::forget);
        outgoing.forget(name -> !subscribed(name));
    }

    /** Returns whether these are the names that are subscribed, in the order in which they were at first. */
    boolean subscribesJust(List<String> list) {
        Cohort with = interest.cohort();
        return with != null && with.isOf(list);
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

    /** Returns whether both are of the same names. */
    boolean isAsked(TypeSubscription like) {
        Cohort with = interest.cohort();
        return with != null && with.equals(like.interest.cohort());
    }

    /** The client may have let it end by itself: it is sent again as a whole. */
    void lost(String name) {
        held.forget(name);
        if (subscribed(name)) {
            outgoing.owe(name);
        }
    }

    /** Returns what the catalog has of a name if the client holds just that, else null. */
    @Nullable
    Versioned current(String name) {
        Versioned now = catalog.get(type, name);
        return now != null && held.matches(name, now) ? now : null;
    }

    /** The client uses the response; with {@code rejected}, all of it but these. */
    void accepted(Response response, Map<String, String> rejected) {
        boolean asSent = response.piece() != null ? interest.cohort() != null : allSubscribed(response);
        if (rejected.isEmpty() && asSent) {
            held.take(response, interest.worlds());
            response.items().forEach(item -> outgoing.answered(item.name()));
            return;
        }
        for (Response.Item item : response.items()) {
            Versioned content = item.content();
            String why = rejected.get(item.name());
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

    private boolean allSubscribed(Response response) {
        for (Response.Item item : response.items()) {
            if (!subscribed(item.name())) {
                return false;
            }
        }
        return true;
    }

    /** The stream ends. */
    void end() {
        interest.alone();
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
        outgoing.suspect(response);
        return false;
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
        return Comparison.of(interest.world(catalog), held);
    }

    /** The client of a new stream says which version of the world it holds: if it is this one, nothing is owed. */
    void resumeWorld(String version) {
        List<Versioned> world = interest.world(catalog);
        boolean stays = world.stream().allMatch(resource -> resource.until() == null);
        if (stays && Holdings.versionOf(world).equals(version)) {
            world.forEach(this::hold);
            outgoing.openedBefore(world);
        }
    }

    /** The catalog's name, which all clients share, rather than the request's. */
    private String shared(String name) {
        Versioned now = catalog.get(type, name);
        return now == null ? name : now.name();
    }

    private boolean parkedNow(String name) {
        return held.hasParked() && held.refused(catalog.get(type, name));
    }

    private void park(Response.Item item, String reason) {
        if (item.content() != null) {
            held.park(item.content(), reason);
        }
        outgoing.answered(item.name());
    }

    private void unsubscribe(String name) {
        if (name.equals(Interest.EVERYTHING)) {
            interest.everything(false);
            held.names().stream().filter(other -> !interest.names(other)).forEach(held::forget);
            outgoing.forget(other -> !interest.names(other));
        } else if (interest.remove(name)) {
            if (interest.everything()) {
                outgoing.owe(name);
            } else {
                held.forget(name);
                outgoing.forget(name);
            }
        }
    }

    private void hold(Versioned resource) {
        held.hold(resource);
        outgoing.answered(resource.name());
    }
}
