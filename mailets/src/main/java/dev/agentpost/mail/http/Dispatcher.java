package dev.agentpost.mail.http;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Finds the route of a request and turns whatever happens there into an answer. Safe for use by many threads. */
public final class Dispatcher {
    private static final Logger LOGGER = LoggerFactory.getLogger(Dispatcher.class);

    /** Until the answer begins; longer than any store's own time limit. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RouteTable routes;

    @Inject
    public Dispatcher(RouteTable routes) {
        this.routes = routes;
    }

    /** Which route a request is for, before its body is read. */
    public RouteTable.Match find(String method, String path) {
        return routes.find(method, path);
    }

    /** Never fails and is never empty. */
    public Mono<HttpAnswer> answer(RouteTable.Found found, HttpRequest request) {
        try {
            return found.route()
                    .handler()
                    .handle(request.withPathParameters(found.pathParameters()))
                    .timeout(PATIENCE)
                    .onErrorResume(failure -> logged(request, () -> failed(request, failure)))
                    .switchIfEmpty(logged(request, () -> unexpected(request, new IllegalStateException("no answer"))));
        } catch (RuntimeException defect) {
            return logged(request, () -> unexpected(request, defect));
        }
    }

    /** With all that is known of the request by now: the time limit began before its key was looked at. */
    private static Mono<HttpAnswer> logged(HttpRequest request, Supplier<HttpAnswer> failed) {
        return request.context().within(() -> Mono.fromSupplier(failed));
    }

    private static HttpAnswer failed(HttpRequest request, Throwable failure) {
        return isDefect(failure) ? unexpected(request, failure) : unavailable(request, failure);
    }

    /** What no store says that is down: to come again later would not help. */
    private static boolean isDefect(Throwable failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof NullPointerException
                || failure instanceof ClassCastException
                || failure instanceof UncheckedIOException;
    }

    private static HttpAnswer unavailable(HttpRequest request, Throwable failure) {
        LOGGER.warn("{} failed because a store did not answer", request, failure);
        return HttpProblem.unavailable();
    }

    private static HttpAnswer unexpected(HttpRequest request, Throwable defect) {
        LOGGER.error("{} failed", request, defect);
        return HttpProblem.unexpected();
    }
}
