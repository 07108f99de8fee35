package io.spillway.gateway.snapshot;

import static java.util.Objects.requireNonNull;

/** How octets travel to an endpoint. Connections of two transports are never shared. */
public sealed interface Transport {
    /** Octets as they are. */
    Transport PLAIN = new Plain();

    /** Octets as they are. */
    record Plain() implements Transport {
        @Override
        public String toString() {
            return "plain";
        }
    }

    /**
     * TLS with this process's own certificate; the other end must be a gateway of the IDC that was meant.
     *
     * @param trustDomain the trust domain that its certificate must name
     * @param idc the IDC whose gateway must answer
     */
    record Crossing(String trustDomain, String idc) implements Transport {
        public Crossing {
            requireNonNull(trustDomain, "trustDomain");
            requireNonNull(idc, "idc");
        }

        @Override
        public String toString() {
            return "crossing:" + trustDomain + "/" + idc;
        }
    }
}
