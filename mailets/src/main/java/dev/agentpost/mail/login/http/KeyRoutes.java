package dev.agentpost.mail.login.http;

import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpProblem;
import dev.agentpost.mail.http.HttpRequest;
import dev.agentpost.mail.http.HttpRoute;
import dev.agentpost.mail.login.ApiKeyLogin;
import dev.agentpost.mail.login.KeyLoginResult;
import dev.agentpost.mail.login.KeyLoginResult.Allowed;
import dev.agentpost.mail.login.KeyLoginResult.MissingScope;
import dev.agentpost.mail.login.KeyLoginResult.Suspended;
import dev.agentpost.mail.login.KeyLoginResult.Throttled;
import java.util.Optional;
import java.util.function.Supplier;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Makes routes that answer nobody but the holder of a key, which comes as Bearer (RFC 6750 section 2.1). */
public final class KeyRoutes {

    /** What such a route does; as {@link HttpRoute.Handler}. */
    @FunctionalInterface
    public interface Handler {
        Mono<HttpAnswer> handle(HttpRequest request, Allowed caller);
    }

    private final ApiKeyLogin login;
    private final KeyPace pace;

    @Inject
    public KeyRoutes(ApiKeyLogin login, KeyPace pace) {
        this.login = login;
        this.pace = pace;
    }

    /** @param needed absent: any key will do */
    public HttpRoute get(String path, Optional<Scope> needed, Handler handler) {
        return HttpRoute.get(path, request -> request.bearer()
                .map(secret -> login.login(secret, needed, request.remoteAddress())
                        .flatMap(result -> answer(request, result, handler)))
                .orElseGet(() -> Mono.just(HttpProblem.unauthorized("An API key is needed, as Bearer", false))));
    }

    private Mono<HttpAnswer> answer(HttpRequest request, KeyLoginResult result, Handler handler) {
        if (result instanceof Allowed caller) {
            return paced(request, caller.key(), () -> request.context().within(() -> handler.handle(request, caller)));
        }
        if (result instanceof MissingScope missing) {
            return paced(
                    request,
                    missing.key(),
                    () -> Mono.just(HttpProblem.forbidden(
                            "API key lacks scope " + missing.scope().value())));
        }
        if (result instanceof Suspended suspended) {
            return paced(request, suspended.key(), () -> Mono.just(HttpProblem.forbidden("organization suspended")));
        }
        if (result instanceof Throttled throttled) {
            return Mono.just(HttpProblem.tooManyWrongKeys(throttled.retryAfter()));
        }
        return Mono.just(HttpProblem.unauthorized("The API key is not valid", true));
    }

    private Mono<HttpAnswer> paced(HttpRequest request, ApiKey key, Supplier<Mono<HttpAnswer>> answer) {
        request.context().cameWith(key.organizationId().value(), key.id().value());
        return pace.pause(key.id())
                .map(pause -> Mono.just(HttpProblem.tooManyOfKey(pause)))
                .orElseGet(answer);
    }
}
