package dev.agentpost.mail.apikey.memory;

import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.apikey.ApiKeyStoreContract;

class MemoryApiKeyStoreTest implements ApiKeyStoreContract {
    private final ApiKeyStore store = new MemoryApiKeyStore();

    @Override
    public ApiKeyStore testee() {
        return store;
    }
}
