package io.spillway.process.lifecycle;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes SIGHUP for a wish to reload. The JDK has no supported way to handle a signal; {@code sun.misc.Signal} of the module
 * {@code jdk.unsupported} is the one that every JDK has. It is reached by reflection: compiled against, it is a warning that
 * cannot be silenced. Without it, or under {@code -Xrs}, SIGHUP ends the process in order, as SIGTERM does.
 */
final class Hangup {

    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    /** Runs an action for each SIGHUP from now on, on a thread of the JVM's; returns whether that is possible. */
    static boolean handle(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(Hangup.class.getClassLoader(), new Class<?>[]{handler},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            action.run();
                            yield null;
                        }
                        case "equals" -> same(self, arguments[0]);
                        case "hashCode" -> System.identityHashCode(self);
                        default -> "SIGHUP handler";
                    });
            Object before = signal.getMethod("handle", signal, handler).invoke(null,
                    signal.getConstructor(String.class).newInstance("HUP"), proxy);
            if (signalIgnored(handler, before)) {
                LOG.warn(
                        "SIGHUP is ignored, as whoever started this process wanted it (nohup does): nothing reloads by it");
                return false;
            }
            LOG.debug("SIGHUP: {} -> reload", before);
            return true;
        } catch (ReflectiveOperationException e) {
            Throwable cause = e instanceof InvocationTargetException target ? target.getCause() : e;
            LOG.warn("SIGHUP cannot be handled and ends the process: {}", String.valueOf(cause));
            return false;
        }
    }

    /** What was ignored when the process began stays so: the JVM takes no handler for it. */
    private static boolean signalIgnored(Class<?> handler, @Nullable Object before)
            throws ReflectiveOperationException {
        return handler.getField("SIG_IGN").get(null).equals(before);
    }

    @SuppressWarnings("ReferenceEquality") // a proxy's equals comes here: asking it would never end
    private static boolean same(Object one, Object other) {
        return one == other;
    }
}
