package io.spillway.drill.mock.scenario;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import io.spillway.model.document.ScalarType;
import org.jspecify.annotations.Nullable;

/** Addresses of control planes as people write them. */
public final class Addresses {

    static final ScalarType<InetSocketAddress> TYPE = ScalarType.text("host:port",
            InetSocketAddress.createUnresolved("localhost", 1), Addresses::one);

    private static final int LAST_PORT = 65_535;

    private Addresses() {}

    /** Returns the addresses of {@code host:port[,host:port]}, or null when that is something else. */
    public static @Nullable List<InetSocketAddress> parse(String text) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            InetSocketAddress address = one(each.strip());
            if (address == null) {
                return null;
            }
            addresses.add(address);
        }
        return addresses;
    }

    private static @Nullable InetSocketAddress one(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}")) {
            return null;
        }
        int number = Integer.parseInt(port);
        return number < 1 || number > LAST_PORT ? null : new InetSocketAddress(text.substring(0, colon), number);
    }
}
