package io.spillway.control.admin;

import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.service.ControlService;
import io.spillway.control.session.Attempts;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Every address of the console. The first match wins. Its files are for everybody: who calls is asked where anything is said. */
final class ConsoleRoutes {

    /** Where the console begins. */
    static final String HOME = "/console/";

    private ConsoleRoutes() {}

    static RouterFunction<ServerResponse> of(ControlService service, ApiAccess access, ConsoleSettings console) {
        Blocking blocking = new Blocking();
        Visits visits = new Visits(access, console, blocking);
        SessionHandler session = new SessionHandler(service, access, console, visits, blocking,
                new Attempts(console.clock()));
        LoginHandler login = new LoginHandler(access, console, visits, blocking);
        WebFileHandler files = new WebFileHandler(console.files());
        return RouterFunctions.route() //
                .GET(HOME + "session", session::show) //
                .POST(HOME + "session", session::begin) //
                .DELETE(HOME + "session", session::end) //
                .GET(HOME + "login/{id}", login::begin) //
                .GET(HOME + "callback", login::callback) //
                .GET("/console", _ -> WebFileHandler.home()) //
                .GET(HOME + "**", files::show) //
                .filter((request, next) -> blocking.answer(() -> next.handle(request))) //
                .onError(Throwable.class, (error, _) -> Problem.ofError(error).respond()) //
                .build();
    }
}
