package io.spillway.control.admin;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

import io.netty.handler.ssl.SslContext;
import io.spillway.control.admin.security.ApiTls;
import io.spillway.control.service.ControlService;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;

/** The running HTTP API. Closing it lets requests in flight finish. */
public final class ApiServer implements AutoCloseable {

    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    /** Octets; a token of some thousand is not rare, and one that is too long still gets an answer that says so. */
    private static final int LONGEST_HEADERS = 48 * 1024;

    private final ReactiveWebServerApplicationContext context;

    private ApiServer(ReactiveWebServerApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts to listen.
     *
     * @throws RuntimeException when the address cannot be bound
     */
    public static ApiServer start(ApiSettings settings, ControlService service) {
        // The process has set up its own logging; a second set-up would undo it.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        SpringApplication application = new SpringApplication(ApiServer.class);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setAddCommandLineProperties(false);
        application.setDefaultProperties(Map.of("spring.main.keep-alive", "false"));
        application.addInitializers(context -> register((GenericApplicationContext) context, settings, service));
        ConfigurableApplicationContext context = application.run();
        return new ApiServer((ReactiveWebServerApplicationContext) context);
    }

    private static void register(GenericApplicationContext context, ApiSettings settings, ControlService service) {
        context.registerBean(NettyReactiveWebServerFactory.class, () -> {
            NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory(settings.address().getPort());
            factory.setAddress(settings.address().getAddress());
            factory.setShutdown(Shutdown.GRACEFUL);
            factory.addServerCustomizers(
                    server -> server.httpRequestDecoder(spec -> spec.maxHeaderSize(LONGEST_HEADERS)));
            ApiTls tls = settings.tls();
            if (tls != null) {
                SslContext secured = tls.context();
                factory.addServerCustomizers(
                        server -> server.secure(spec -> spec.sslContext(secured).handshakeTimeout(HANDSHAKE)));
            }
            return factory;
        });
        HandlerStrategies strategies = HandlerStrategies.builder()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(Bodies.LONGEST))
                .webFilter(new BrowserHeaders(settings.console().config())).build();
        context.registerBean(HttpHandler.class, () -> RouterFunctions.toHttpHandler(
                ConsoleRoutes.of(service, settings.access(), settings.console())
                        .and(ApiRoutes.of(service, settings.access(), settings.console())),
                strategies));
    }

    /** Returns where the API listens, with the port that was taken. */
    public InetSocketAddress address(InetSocketAddress asked) {
        return new InetSocketAddress(asked.getAddress(),
                java.util.Objects.requireNonNull(context.getWebServer()).getPort());
    }

    @Override
    public void close() {
        context.close();
    }
}
