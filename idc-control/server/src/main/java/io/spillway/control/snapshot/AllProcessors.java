package io.spillway.control.snapshot;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes many things on all processors, as a start does it. Few are made by the caller alone: a usual change touches one or two
 * services, and to hand these to other threads would cost more than to make them.
 */
final class AllProcessors {

    /** Fewer than these take the caller some milliseconds. */
    static final int MANY = 64;
    /** Made before they are taken: few enough to be thrown away young when nothing of them is new. */
    private static final int AT_ONCE = 512;

    private AllProcessors() {}

    /** Hands on what {@code make} makes of all these, in their order, on the caller's thread; {@code make} is pure. */
    static <A, B> void each(Collection<A> all, Function<A, B> make, Consumer<B> taker) {
        if (all.size() < MANY) {
            all.forEach(one -> taker.accept(make.apply(one)));
            return;
        }
        List<A> list = List.copyOf(all);
        for (int from = 0; from < list.size(); from += AT_ONCE) {
            list.subList(from, Math.min(list.size(), from + AT_ONCE)).parallelStream().map(make).toList()
                    .forEach(taker);
        }
    }
}
