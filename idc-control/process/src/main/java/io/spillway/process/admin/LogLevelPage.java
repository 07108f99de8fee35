package io.spillway.process.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.spillway.model.document.Tree;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Shows the log levels that were set; {@code PUT /log-level?logger=NAME&level=DEBUG} sets one. */
final class LogLevelPage {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LogLevelPage.class);
    private static final Map<String, Level> LEVELS = Map.of("TRACE", Level.TRACE, "DEBUG", Level.DEBUG, "INFO",
            Level.INFO, "WARN", Level.WARN, "ERROR", Level.ERROR, "OFF", Level.OFF);

    private LogLevelPage() {}

    static Answer answer(String method, @Nullable String query) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return Answer.text(501, "log levels: the logger in use does not let them be changed\n");
        }
        return switch (method) {
            case "GET" -> Answer.json(200, levels(context));
            case "PUT", "POST" -> set(context, parameters(query));
            default -> Answer.methodNotAllowed();
        };
    }

    private static Answer set(LoggerContext context, Map<String, String> parameters) {
        String name = parameters.getOrDefault("logger", org.slf4j.Logger.ROOT_LOGGER_NAME);
        String word = parameters.getOrDefault("level", "").toUpperCase(Locale.ROOT);
        Level level = LEVELS.get(word);
        if (level == null) {
            return Answer.text(400,
                    "level: \"" + word + "\" (expected: one of TRACE, DEBUG, INFO, WARN, ERROR, OFF)\n");
        }
        Logger logger = context.getLogger(name);
        LOG.info("log level of {}: {} -> {}", name, logger.getEffectiveLevel(), level);
        logger.setLevel(level);
        return Answer.json(200, levels(context));
    }

    private static Tree levels(LoggerContext context) {
        Map<String, Tree> levels = new TreeMap<>();
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null) {
                levels.put(logger.getName(), Tree.text(logger.getLevel().toString()));
            }
        }
        return Tree.mapping(levels);
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String part : query == null ? new String[0] : query.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(part.substring(0, equals),
                        URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
