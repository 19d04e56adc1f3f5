package dev.agentpost.mail.clientsetup.http;

import dev.agentpost.mail.clientsetup.AppleProfile;
import dev.agentpost.mail.clientsetup.ProfileSigner;
import dev.agentpost.mail.clientsetup.SetupSubject;
import dev.agentpost.mail.clientsetup.SetupSubject.Address;
import dev.agentpost.mail.clientsetup.SetupSubject.Malformed;
import dev.agentpost.mail.clientsetup.SetupSubjects;
import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpProblem;
import dev.agentpost.mail.http.HttpRequest;
import dev.agentpost.mail.http.HttpRoute;
import dev.agentpost.mail.http.HttpRoutes;
import dev.agentpost.mail.inbox.InboxAddress;
import java.util.List;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The configuration profile of an inbox. */
public final class AppleProfileRoutes implements HttpRoutes {
    private static final Logger LOGGER = LoggerFactory.getLogger(AppleProfileRoutes.class);

    private final SetupSubjects subjects;
    private final AppleProfile profiles;
    private final ProfileSigner signer;

    @Inject
    public AppleProfileRoutes(SetupSubjects subjects, AppleProfile profiles, ProfileSigner signer) {
        this.subjects = subjects;
        this.profiles = profiles;
        this.signer = signer;
    }

    @Override
    public List<HttpRoute> routes() {
        return List.of(HttpRoute.get("/apple/mail.mobileconfig", this::profile));
    }

    private Mono<HttpAnswer> profile(HttpRequest request) {
        return subjects.find(request.parameter("email").orElse("")).flatMap(this::answer);
    }

    private Mono<HttpAnswer> answer(SetupSubject subject) {
        if (subject instanceof Address found) {
            return Mono.fromCallable(() -> signed(found.address()))
                    .subscribeOn(Schedulers.boundedElastic())
                    .onErrorResume(IllegalStateException.class, failure -> Mono.just(unsigned(failure)));
        }
        return Mono.just(
                subject instanceof Malformed
                        ? HttpProblem.badRequest("email is not the address of an inbox")
                        : HttpProblem.notFound());
    }

    private static HttpAnswer unsigned(IllegalStateException failure) {
        LOGGER.error("no profile is given out: {}", failure.getMessage(), failure.getCause());
        return HttpProblem.unavailable();
    }

    private HttpAnswer signed(InboxAddress address) {
        return HttpAnswer.bytes(200, AppleProfile.CONTENT_TYPE, signer.sign(profiles.of(address)))
                .with("Content-Disposition", "attachment; filename=\"mail.mobileconfig\"");
    }
}
