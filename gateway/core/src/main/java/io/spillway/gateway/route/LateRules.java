package io.spillway.gateway.route;

import java.util.AbstractList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Rules of a virtual host that are read again when somebody asks for one of them. They have been read before, so that
 * whatever is wrong with them was refused, and were thrown away: in a table of a hundred thousand rules the collector moves
 * those that live, while users wait, and most hosts are never asked for. What a table has to know of all rules at once is
 * kept. Safe for all threads.
 */
public final class LateRules extends AbstractList<RouteRule> {
    /** What the rules are read from; two that are equal hold the same rules. Safe for all threads, never fails. */
    public interface Source {
        /** Reads the rules, always the same ones. */
        List<RouteRule> read();
    }

    private final int size;
    private final Set<String> clusters;
    private final boolean limited;
    private volatile Source source;
    private volatile @Nullable List<RouteRule> rules;

    /** Creates the rules that were read and that the source can be asked for again. */
    public LateRules(List<RouteRule> read, Source source) {
        this.size = read.size();
        this.clusters = VirtualHost.clusters(read);
        this.limited = VirtualHost.limited(read);
        this.source = requireNonNull(source, "source");
    }

    /** Says where the same rules can be read from now on. What they were read from so far is let go. */
    public void readFrom(Source same) {
        source = requireNonNull(same, "same");
    }

    Set<String> clusters() {
        return clusters;
    }

    boolean limited() {
        return limited;
    }

    @Override
    public RouteRule get(int index) {
        return rules().get(index);
    }

    @Override
    public int size() {
        return size;
    }

    private List<RouteRule> rules() {
        List<RouteRule> ready = rules;
        if (ready == null) {
            // Two threads may both read them: both read the same.
            ready = List.copyOf(source.read());
            rules = ready;
        }
        return ready;
    }

    @Override
    public boolean equals(Object other) {
        return other == this || (other instanceof LateRules late && late.source.equals(source)) || super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
