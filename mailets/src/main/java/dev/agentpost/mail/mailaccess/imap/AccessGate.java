package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.login.LoginContext;
import dev.agentpost.mail.login.imap.ImapConnection;
import dev.agentpost.mail.login.imap.StatusAnswers;
import dev.agentpost.mail.mailaccess.AccessDecision;
import dev.agentpost.mail.mailaccess.CommandClass;
import dev.agentpost.mail.mailaccess.MailAccess;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.ImapConfiguration;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.main.DeniedAccessOnSharedMailboxException;
import org.apache.james.imap.message.request.CloseRequest;
import org.apache.james.imap.message.request.DeleteRequest;
import org.apache.james.imap.message.request.FetchRequest;
import org.apache.james.imap.message.request.IdleRequest;
import org.apache.james.imap.message.request.LogoutRequest;
import org.apache.james.imap.message.request.StoreRequest;
import org.apache.james.imap.message.request.UnselectRequest;
import org.apache.james.imapserver.netty.NettyConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Every command passes here before James's processors: refused, changed or let through as {@link MailAccess} decides, and
 * always answered. Safe for use by many threads.
 */
public final class AccessGate implements ImapProcessor {
    private static final int MAX_THREADS = 64;
    private static final int MAX_WAITING = 100_000;

    /**
     * Where commands begin. A command that begins on the event loop may end on it, while what other threads have answered
     * still waits for the event loop: then its tagged answer would overtake the others.
     */
    private static final Scheduler COMMANDS =
            Schedulers.newBoundedElastic(MAX_THREADS, MAX_WAITING, "imap-command", 60, true);

    private static final Logger LOGGER = LoggerFactory.getLogger(AccessGate.class);

    private final ImapProcessor james;
    private final FolderRequests folders;

    public AccessGate(ImapProcessor james, FolderRequests folders) {
        this.james = james;
        this.folders = folders;
    }

    /** James implements CONDSTORE and never says so unless told to. */
    @Override
    public void configure(ImapConfiguration configuration) {
        james.configure(Condstore.enabledIn(configuration));
    }

    @Override
    public Mono<Void> processReactive(ImapMessage message, Responder responder, ImapSession session) {
        ImapConnection connection = ImapConnection.of(session);
        Mono<Void> command = Mono.defer(() -> {
            connection.commandBegins(message instanceof IdleRequest);
            return CommandLog.of(session, connection, process(message, responder, session, connection));
        });
        // Before its end is told: afterwards the next one may have begun already.
        Mono<Void> wholly = command.doOnTerminate(() -> {
                    responder.flush();
                    connection.commandEnds();
                })
                .doOnCancel(connection::commandEnds);
        return Turns.of(session)
                .take(wholly)
                .contextWrite(OrderedEvents.registeredBy(session))
                .doFinally(signal -> commandDone(connection));
    }

    /** The next command begins when the client has taken the answers to this one, so that no more than those are in memory. */
    private static void commandDone(ImapConnection connection) {
        Channel channel = connection.channel();
        if (channel.pipeline().get(NettyConstants.REQUEST_DECODER) instanceof CommandAssembler assembler) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> assembler.commandDone());
        }
    }

    private Mono<Void> process(
            ImapMessage message, Responder responder, ImapSession session, ImapConnection connection) {
        if (connection.isOver()) {
            return Mono.empty();
        }
        if (!(message instanceof ImapRequest request)) {
            return james.processReactive(message, responder, session);
        }
        if (request instanceof LogoutRequest) {
            connection.freeSlot();
        }
        Optional<LoginContext> context = connection.context();
        if (context.isEmpty()) {
            return RequestClasses.isAllowedBeforeLogin(request)
                    ? james.processReactive(request, responder, session)
                    : Mono.fromRunnable(() -> responder.respond(StatusAnswers.bad(request.getTag(), "log in first")));
        }
        return request instanceof IdleRequest
                ? idle(request, responder, session, connection, context.get())
                : command(request, responder, session, context.get());
    }

    private Mono<Void> idle(
            ImapRequest request,
            Responder responder,
            ImapSession session,
            ImapConnection connection,
            LoginContext context) {
        EventLoop eventLoop = connection.channel().eventLoop();
        MailAccess access = MailAccess.of(context, Selection.isReadOnly(session));
        Responder ordered = new AnswerFilter(new EventLoopResponder(responder, eventLoop), request, session, access);
        return james.processReactive(request, ordered, session).then().publishOn(Schedulers.fromExecutor(eventLoop));
    }

    private Mono<Void> command(ImapRequest request, Responder responder, ImapSession session, LoginContext context) {
        MailAccess access = MailAccess.of(context, Selection.isReadOnly(session));
        SelectedMailbox before = session.getSelected();
        AnswerFilter answers = new AnswerFilter(responder, request, session, access);
        return Mono.defer(() -> decideAndCarryOut(request, answers, session, access, context))
                .onErrorResume(failure -> Mono.fromRunnable(() -> failed(request, answers, failure)))
                .then(Mono.fromRunnable(() -> finish(request, answers, session)))
                .then(Mono.defer(() -> release(request, before, session)))
                .subscribeOn(COMMANDS);
    }

    /** The client's own mistakes are named; everything else counts as a failure of the store. */
    private static void failed(ImapRequest request, AnswerFilter answers, Throwable failure) {
        if (failure instanceof DeniedAccessOnSharedMailboxException) {
            answers.respond(StatusAnswers.no(request.getTag(), StatusAnswers.NO_SUCH_MAILBOX));
        } else if (MalformedNames.caused(failure)) {
            answers.respond(StatusAnswers.bad(request.getTag(), MalformedNames.ANSWER));
        } else {
            LOGGER.error("IMAP {} failed", request.getCommand().getName(), failure);
        }
    }

    private Mono<Void> decideAndCarryOut(
            ImapRequest request, AnswerFilter answers, ImapSession session, MailAccess access, LoginContext context) {
        Optional<CommandClass> command = RequestClasses.of(request);
        if (command.isEmpty()) {
            answers.respond(StatusAnswers.bad(request.getTag(), "unknown command"));
            return Mono.empty();
        }
        AccessDecision decision = request instanceof StoreRequest store
                ? access.decideStore(FlagRequests.change(store))
                : access.decide(command.get());
        return decision.refuses()
                ? refuse(request, decision.codeAndText(), answers, context)
                : folders.decide(request, session.getMailboxSession())
                        .flatMap(named -> carryOut(request, named, decision, answers, session, context));
    }

    private static Mono<Void> refuse(
            ImapRequest request, String codeAndText, AnswerFilter answers, LoginContext context) {
        return Mono.fromRunnable(() -> {
            LOGGER.info("IMAP {} of key {} refused: {}", request.getCommand().getName(), context.keyId(), codeAndText);
            answers.respond(StatusAnswers.no(request.getTag(), codeAndText));
        });
    }

    private Mono<Void> carryOut(
            ImapRequest request,
            FolderDecision named,
            AccessDecision decision,
            AnswerFilter answers,
            ImapSession session,
            LoginContext context) {
        if (named instanceof FolderDecision.Refuse refusal) {
            return refuse(request, refusal.codeAndText(), answers, context);
        }
        if (named instanceof FolderDecision.Proceed proceed) {
            return carryOut(proceed, decision, answers, session);
        }
        return Mono.fromRunnable(() -> answers.respond(completed(request)));
    }

    private static StatusResponse completed(ImapRequest request) {
        return StatusAnswers.ok(request.getTag(), request.getCommand().getName() + " completed.");
    }

    private Mono<Void> carryOut(
            FolderDecision.Proceed named, AccessDecision decision, AnswerFilter answers, ImapSession session) {
        ImapRequest request = named.request();
        SelectedMailbox selected = session.getSelected();
        Optional<ImapRequest> clamped =
                selected == null ? Optional.of(request) : UidSets.clamp(request, selected, SavedSearch.of(session));
        if (clamped.isEmpty()) {
            answers.respond(completed(request));
            return Mono.empty();
        }
        ImapRequest existing = clamped.get();
        boolean quietly = decision == AccessDecision.PROCEED_WITHOUT_WRITING;
        if (existing instanceof FetchRequest fetch) {
            FetchRequest permitted = quietly ? FlagRequests.peeking(fetch) : fetch;
            return inSteps(FetchBatches.of(permitted, selected, SavedSearch.of(session)), answers, session);
        }
        if (quietly && existing instanceof CloseRequest) {
            return james.processReactive(new UnselectRequest(request.getTag()), answers, session);
        }
        if (decision == AccessDecision.PROCEED_KEEPING_PROTECTED_FLAGS && existing instanceof StoreRequest store) {
            return inSteps(FlagRequests.withoutReplacing(store, selected), answers, session);
        }
        return CopiedUids.of(existing, selected)
                .map(copied -> copy(copied, named, answers, session))
                .orElseGet(() -> james.processReactive(existing, named.answersTo(answers), session));
    }

    private Mono<Void> copy(
            CopiedUids copied, FolderDecision.Proceed named, AnswerFilter answers, ImapSession session) {
        if (copied.areNone()) {
            answers.respond(completed(named.request()));
            return Mono.empty();
        }
        return james.processReactive(copied.exactly(), copied.answersTo(named.answersTo(answers)), session)
                .then(Mono.fromRunnable(copied::forgetRecentOfMoved));
    }

    /** The client sees the answer to the last step, or to the first that is not accepted. */
    private Mono<Void> inSteps(List<? extends ImapRequest> steps, AnswerFilter answers, ImapSession session) {
        int last = steps.size() - 1;
        return Flux.fromIterable(steps.subList(0, last))
                .concatMap(step -> step(step, answers, session), 1)
                .all(accepted -> accepted)
                .flatMap(
                        accepted -> accepted ? james.processReactive(steps.get(last), answers, session) : Mono.empty());
    }

    /** True when the next step may follow: this one is accepted and the client has taken its answers. */
    private Mono<Boolean> step(ImapRequest step, AnswerFilter answers, ImapSession session) {
        StepAnswers stepAnswers = new StepAnswers(answers);
        return james.processReactive(step, stepAnswers, session).then(Mono.defer(() -> {
            if (!stepAnswers.isAccepted()) {
                stepAnswers.passOn();
                return Mono.just(false);
            }
            answers.flush();
            return PacedAnswers.taken(ImapConnection.of(session).channel());
        }));
    }

    private static void finish(ImapRequest request, AnswerFilter answers, ImapSession session) {
        if (answers.isAccepted()) {
            Selection.opened(request, session);
        }
        SavedSearch.answered(request, answers.isAccepted(), session);
        if (!answers.isAnswered() && !(request instanceof LogoutRequest)) {
            answers.respond(StatusAnswers.no(request.getTag(), StatusAnswers.UNAVAILABLE));
        }
    }

    /**
     * James forgets the mailbox before it takes its listener off the event bus when a command leaves it (fixed after 3.8.1),
     * so the listener would stay for ever. Doing it twice is harmless.
     */
    private static Mono<Void> release(ImapRequest request, SelectedMailbox before, ImapSession session) {
        boolean leaves = request instanceof CloseRequest
                || request instanceof UnselectRequest
                || request instanceof DeleteRequest;
        return leaves && before != null && session.getSelected() != before ? before.deselect() : Mono.empty();
    }

    /** The answers to a step that is not the last: its tagged one is held back. */
    private static final class StepAnswers implements Responder {
        private final AnswerFilter answers;
        private Optional<StatusResponse> tagged = Optional.empty();

        private StepAnswers(AnswerFilter answers) {
            this.answers = answers;
        }

        @Override
        public void respond(ImapResponseMessage message) {
            if (message instanceof StatusResponse status && status.getTag() != null) {
                tagged = Optional.of(status);
            } else {
                answers.respond(message);
            }
        }

        @Override
        public void flush() {
            answers.flush();
        }

        private boolean isAccepted() {
            return tagged.filter(status -> status.getServerResponseType() == StatusResponse.Type.OK)
                    .isPresent();
        }

        private void passOn() {
            tagged.ifPresent(answers::respond);
        }
    }
}
