package dev.agentpost.mail.mailaccess.imap;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import javax.inject.Inject;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.FetchRequest;
import org.apache.james.imap.processor.fetch.FetchProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.metrics.api.MetricFactory;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** FETCH that has messages taken apart by {@link PartReader}: James has no place to say so but the mailboxes it is given. */
public final class GuardedFetchProcessor extends FetchProcessor {

    @Inject
    public GuardedFetchProcessor(
            MailboxManager mailboxManager, StatusResponseFactory factory, MetricFactory metricFactory) {
        super(guarded(mailboxManager), factory, metricFactory);
    }

    @Override
    protected Mono<Void> processRequestReactive(FetchRequest request, ImapSession session, Responder responder) {
        WantedParts parts = WantedParts.of(request.getFetch());
        return super.processRequestReactive(request, session, responder).contextWrite(parts::addTo);
    }

    private static MailboxManager guarded(MailboxManager mailboxes) {
        return proxy(MailboxManager.class, (method, arguments) -> {
            Object result = invoke(mailboxes, method, arguments);
            return method.getName().equals("getMailboxReactive")
                    ? Flux.from((Publisher<?>) result).map(mailbox -> guarded((MessageManager) mailbox))
                    : result;
        });
    }

    private static MessageManager guarded(MessageManager mailbox) {
        return proxy(
                MessageManager.class,
                (method, arguments) -> method.getName().equals("getMessagesReactive")
                        ? PartReader.read(
                                mailbox, (MessageRange) arguments[0], (FetchGroup) arguments[1], (MailboxSession)
                                        arguments[2])
                        : invoke(mailbox, method, arguments));
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> call.answer(method, arguments)));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private interface Call {
        Object answer(Method method, Object[] arguments) throws Throwable;
    }
}
