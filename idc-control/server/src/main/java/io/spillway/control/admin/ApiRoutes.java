package io.spillway.control.admin;

import java.util.Map;

import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.service.ControlService;
import io.spillway.model.resource.Kind;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.springframework.web.reactive.function.server.RequestPredicates.queryParam;

/** Every address of the API, in one list. The first match wins. */
final class ApiRoutes {

    private ApiRoutes() {}

    static RouterFunction<ServerResponse> of(ControlService service, ApiAccess access, ConsoleSettings console) {
        Blocking blocking = new Blocking();
        Visits visits = new Visits(access, console, blocking);
        AccessFilter filter = new AccessFilter(access, visits, request -> stands(service, request),
                deed -> service.audit().refused(deed));
        TwoPersons two = new TwoPersons(access::asksForTwoPersons, service, blocking);
        ApprovalHandler approvals = new ApprovalHandler(service, blocking, filter);
        ResourceHandler resources = new ResourceHandler(service, blocking, filter, two);
        ObservationHandler observation = new ObservationHandler(service, blocking);
        OperatorHandler operator = new OperatorHandler(service, blocking, two);
        SwitchOverHandler switchOvers = new SwitchOverHandler(service, blocking, filter, two);
        DrillHandler drills = new DrillHandler(service, blocking, filter);
        AuditHandler audit = new AuditHandler(service, blocking, two);
        OverviewHandler overview = new OverviewHandler(service, console.clock());
        return RouterFunctions.route() //
                .GET("/openapi.json", observation::openApi) //
                .GET("/v1/status", observation::status) //
                .GET("/v1/check", observation::check) //
                .GET("/v1/delivery", observation::delivery) //
                .GET("/v1/history", observation::history) //
                .GET("/v1/audit", audit::page) //
                .GET("/v1/audit/heads", audit::heads) //
                .GET("/v1/audit/refused", audit::refused) //
                .POST("/v1/audit/prune", audit::prune) //
                .GET("/v1/load", observation::load) //
                .GET("/v1/events", observation::events) //
                .GET("/v1/overview", overview::show) //
                .POST("/v1/explain", observation::explain) //
                .POST("/v1/apply", resources::apply) //
                .GET("/v1/approvals", approvals::all) //
                .POST("/v1/approvals/{id}/approve", approvals::approve) //
                .POST("/v1/registry/accept", operator::acceptRegistry) //
                .POST("/v1/sync/release", operator::releaseHeld) //
                .POST("/v1/vantage", operator::vantage) //
                .add(switchOvers.routes()) //
                .add(drills.routes()) //
                .GET("/v1/{kind}", queryParam("watch", value -> !value.equals("false")), resources::watch) //
                .GET("/v1/{kind}", resources::list) //
                .GET("/v1/{kind}/{name}", resources::get) //
                .PUT("/v1/{kind}/{name}", resources::put) //
                .DELETE("/v1/{kind}/{name}", resources::delete) //
                .route(request -> true,
                        request -> Problem.of(HttpStatus.NOT_FOUND, "no such address",
                                request.method() + " " + request.path() + " (expected: an address of /openapi.json)")
                                .respond())
                .filter((request, next) -> blocking.answer(() -> next.handle(request))) //
                .filter(filter) //
                .onError(Throwable.class, (error, request) -> Problem.ofError(error).respond()) //
                .build();
    }

    /** Whether what a request changes is there, so that it has a revision. */
    private static boolean stands(ControlService service, ServerRequest request) {
        Map<String, String> named = request.pathVariables();
        Kind kind = named.containsKey("kind") ? Kind.ofPlural(named.get("kind")) : null;
        if (kind != null && named.containsKey("name")) {
            return service.get(kind, named.get("name")).isPresent();
        }
        return named.containsKey(SwitchOverHandler.ID) && request.path().startsWith(SwitchOverHandler.ALL + "/")
                && service.get(Kind.SWITCH_OVER, named.get(SwitchOverHandler.ID)).isPresent();
    }
}
