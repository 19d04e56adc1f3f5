package dev.agentpost.mail.dkim;

import dev.agentpost.mail.dns.DnsAnswer;
import dev.agentpost.mail.dns.DnsResolver;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** A DNS that has TXT records only. */
final class TextRecords {
    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private volatile int questions;

    void publish(DkimKey key) {
        texts.put(key.recordName(), key.recordValue());
    }

    void failFor(DkimKey key) {
        broken.add(key.recordName());
    }

    int questions() {
        return questions;
    }

    DnsResolver resolver() {
        return (DnsResolver) Proxy.newProxyInstance(
                DnsResolver.class.getClassLoader(), new Class<?>[] {DnsResolver.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("texts")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return Mono.fromSupplier(() -> answer((String) arguments[0]));
                });
    }

    private synchronized DnsAnswer<String> answer(String name) {
        questions++;
        if (broken.contains(name)) {
            return new DnsAnswer.Failed<>("no answer");
        }
        return DnsAnswer.of(texts.containsKey(name) ? List.of(texts.get(name)) : List.of());
    }
}
