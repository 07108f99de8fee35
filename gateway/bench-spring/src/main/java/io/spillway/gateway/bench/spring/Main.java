package io.spillway.gateway.bench.spring;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** The peer's process: {@code PORT BACKEND_PORT ACCESS_LOG}. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class Main {

    /** Listens on the first port of the loopback address, forwards everything to the second, logs requests to a file. */
    public static void main(String[] arguments) {
        if (arguments.length != 3) {
            System.err.println("arguments: PORT BACKEND_PORT ACCESS_LOG (got " + arguments.length + " arguments)");
            System.exit(2);
        }
        SpringApplication application = new SpringApplication(Main.class);
        application.setDefaultProperties(Map.of("server.address", "127.0.0.1", "server.port", arguments[0],
                "spring.cloud.gateway.server.webflux.routes[0].id", "services",
                "spring.cloud.gateway.server.webflux.routes[0].uri", "http://127.0.0.1:" + arguments[1],
                "spring.cloud.gateway.server.webflux.routes[0].predicates[0]", "Path=/**",
                "logging.file.name", arguments[2], "logging.threshold.console", "WARN"));
        var _ = application.run();
    }
}
