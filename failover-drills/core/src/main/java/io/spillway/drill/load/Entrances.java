package io.spillway.drill.load;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The addresses that users know, and which of them refused a connection a moment ago. Owned by the generator's event
 * loop.
 */
final class Entrances {

    /** For how long an address that refused is tried last. */
    private static final long SHUN_NANOS = 250_000_000L;

    /** One address with its idle connections. */
    static final class Entrance {

        private final String idc;
        private final InetSocketAddress address;
        private final IdleConnections idle = new IdleConnections();
        private boolean shunned;
        private long shunnedUntilNanos;

        private Entrance(String idc, InetSocketAddress address) {
            this.idc = idc;
            this.address = address;
        }

        String idc() {
            return idc;
        }

        InetSocketAddress address() {
            return address;
        }

        IdleConnections idle() {
            return idle;
        }

        boolean isShunned(long nowNanos) {
            shunned = shunned && shunnedUntilNanos - nowNanos > 0;
            return shunned;
        }

        void shun(long nowNanos) {
            shunned = true;
            shunnedUntilNanos = nowNanos + SHUN_NANOS;
        }
    }

    private final List<Entrance> all = new ArrayList<>();
    private int turn;

    Entrances(Map<String, List<InetSocketAddress>> addresses) {
        addresses.forEach((idc, list) -> list.forEach(address -> all.add(new Entrance(idc, address))));
    }

    /** Returns the order in which a user tries: home first, in turn; those that refused a moment ago last. */
    List<Entrance> candidates(String home, long nowNanos) {
        int first = turn++ & 0xffff;
        List<Entrance> atHome = new ArrayList<>();
        List<Entrance> away = new ArrayList<>();
        List<Entrance> shunned = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Entrance entrance = all.get((first + i) % all.size());
            if (entrance.isShunned(nowNanos)) {
                shunned.add(entrance);
            } else if (entrance.idc().equals(home)) {
                atHome.add(entrance);
            } else {
                away.add(entrance);
            }
        }
        atHome.addAll(away);
        atHome.addAll(shunned);
        return atHome;
    }
}
