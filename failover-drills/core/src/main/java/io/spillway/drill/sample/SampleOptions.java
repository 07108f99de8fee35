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
 * @param port
 *            where it listens on loopback, 0 for any
 * @param control
 *            {@code host:port} of its IDC's API, empty to stay unregistered
 */
record SampleOptions(String service, String idc, String cluster, String instance, int port, String control) {

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
                take(values, "--cluster"), take(values, "--instance"), Integer.parseInt(take(values, "--port")),
                take(values, "--control"));
        if (!values.isEmpty()) {
            throw new IllegalArgumentException(
                    values.keySet() + ": expected only --service --idc --cluster --instance --port --control");
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
