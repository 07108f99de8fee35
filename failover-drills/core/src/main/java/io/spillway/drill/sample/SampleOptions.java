package io.spillway.drill.sample;

import java.util.HashMap;
import java.util.Map;

/**
 * What one sample instance is told on its command line, as {@code --name value} pairs.
 *
 * @param service
 *            the service that it is an instance of
 * @param idc
 *            the IDC where it runs
 * @param cluster
 *            the deployment cluster where it runs
 * @param instance
 *            its own name, unique over everything
 * @param address
 *            of which it listens, 127.0.0.1 when nothing is said
 * @param port
 *            where it listens, 0 for any
 * @param control
 *            {@code host:port} of its IDC's API, empty to stay unregistered
 */
record SampleOptions(String service, String idc, String cluster, String instance, String address, int port,
        String control) {

    private static final String LOOPBACK = "127.0.0.1";

    /** Parses arguments; a missing or unknown one is named. */
    static SampleOptions parse(String[] arguments) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            values.put(arguments[i], arguments[i + 1]);
        }
        if (arguments.length % 2 != 0) {
            throw new IllegalArgumentException(arguments[arguments.length - 1] + ": expected a value after it");
        }
        SampleOptions options = new SampleOptions(take(values, "--service"), take(values, "--idc"),
                take(values, "--cluster"), take(values, "--instance"),
                values.containsKey("--address") ? take(values, "--address") : LOOPBACK,
                Integer.parseInt(take(values, "--port")), take(values, "--control"));
        if (!values.isEmpty()) {
            throw new IllegalArgumentException(
                    values.keySet()
                            + ": expected only --service --idc --cluster --instance --address --port --control");
        }
        return options;
    }

    private static String take(Map<String, String> values, String name) {
        String value = values.remove(name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": missing");
        }
        return value;
    }
}
