package dev.agentpost.mail.clientsetup.http;

import dev.agentpost.mail.clientsetup.Autodiscover;
import dev.agentpost.mail.clientsetup.Autodiscover.Problem;
import dev.agentpost.mail.clientsetup.AutodiscoverLocation;
import dev.agentpost.mail.clientsetup.AutodiscoverRequest;
import dev.agentpost.mail.clientsetup.AutodiscoverRequest.Malformed;
import dev.agentpost.mail.clientsetup.AutodiscoverRequest.Settings;
import dev.agentpost.mail.clientsetup.SetupSubject;
import dev.agentpost.mail.clientsetup.SetupSubject.Address;
import dev.agentpost.mail.clientsetup.SetupSubjects;
import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpRequest;
import dev.agentpost.mail.http.HttpRoute;
import dev.agentpost.mail.http.HttpRoutes;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Microsoft's Autodiscover, in XML and, to find that one, in JSON. Clients write the paths with and without capitals. */
public final class AutodiscoverRoutes implements HttpRoutes {
    private static final Logger LOGGER = LoggerFactory.getLogger(AutodiscoverRoutes.class);
    private static final int MAX_REQUEST_BYTES = 16_384;

    private final SetupSubjects subjects;
    private final Autodiscover autodiscover;
    private final AutodiscoverLocation location;

    @Inject
    public AutodiscoverRoutes(SetupSubjects subjects, Autodiscover autodiscover, AutodiscoverLocation location) {
        this.subjects = subjects;
        this.autodiscover = autodiscover;
        this.location = location;
    }

    @Override
    public List<HttpRoute> routes() {
        return List.of(
                HttpRoute.post("/autodiscover/autodiscover.xml", MAX_REQUEST_BYTES, this::settings)
                        .ignoringCase(),
                HttpRoute.get("/autodiscover/autodiscover.json", this::find).ignoringCase(),
                HttpRoute.get("/autodiscover/autodiscover.json/v1.0/{email}", this::find)
                        .ignoringCase());
    }

    private Mono<HttpAnswer> settings(HttpRequest request) {
        AutodiscoverRequest asked = AutodiscoverRequest.parse(request.body());
        if (asked instanceof Settings wanted) {
            return subjects.find(wanted.email()).map(this::answer).onErrorResume(this::unavailable);
        }
        return Mono.just(xml(
                200,
                autodiscover.error(asked instanceof Malformed ? Problem.INVALID_REQUEST : Problem.NO_SUCH_PROVIDER)));
    }

    private HttpAnswer answer(SetupSubject subject) {
        return xml(
                200,
                subject instanceof Address found
                        ? autodiscover.settings(found.address())
                        : autodiscover.error(Problem.ADDRESS_NOT_FOUND));
    }

    private Mono<HttpAnswer> unavailable(Throwable failure) {
        LOGGER.warn("Autodiscover failed because the store did not answer", failure);
        return Mono.just(xml(503, autodiscover.error(Problem.INTERNAL)));
    }

    private static HttpAnswer xml(int status, String document) {
        return HttpAnswer.text(status, Autodiscover.CONTENT_TYPE, document);
    }

    /** The same for every address. */
    private Mono<HttpAnswer> find(HttpRequest request) {
        String protocol = request.parameters().entrySet().stream()
                .filter(parameter -> parameter.getKey().equalsIgnoreCase("Protocol"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        AutodiscoverLocation.Answer answer = location.find(protocol);
        return Mono.just(HttpAnswer.json(answer.found() ? 200 : 400, answer.fields()));
    }
}
