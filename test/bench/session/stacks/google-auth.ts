import { OAuth2Client } from 'google-auth-library'
import { type Stack, type StackWorld, READ_PATH, REFRESH_PATH, WRITE_PATH, served, signInByHand, takePair } from '../stack'

type TokenAnswer = Awaited<ReturnType<OAuth2Client['refreshToken']>>

/**
 * Its request path as it is; only the renewal is pointed at this contract, with the library's own retries. No
 * `expiry_date`, so that a 401 makes it renew. It puts the old refresh token back after a renewal (Google's live on), so
 * the new one is stored before it looks.
 */
class ContractClient extends OAuth2Client {
  prompts = 0
  readonly #world: StackWorld

  constructor(world: StackWorld) {
    super({ transporterOptions: { fetchImplementation: world.fetch } })
    this.#world = world
  }

  protected override async refreshTokenNoCache(refreshToken?: string | null): Promise<TokenAnswer> {
    try {
      const headers = { authorization: `Bearer ${refreshToken ?? ''}` }
      const res = await this.transporter.request<unknown>({ ...OAuth2Client.RETRY_CONFIG, url: `${this.#world.baseUrl}${REFRESH_PATH}`, method: 'POST', headers })
      const next = { access: '', refresh: '' }
      takePair(next, res.data)
      this.credentials.refresh_token = next.refresh
      return { tokens: { access_token: next.access, refresh_token: next.refresh }, res: null }
    } catch (error) {
      this.prompts += 1
      throw error
    }
  }
}

export const googleAuth: Stack = {
  name: 'google-auth-library',
  create: (world) => {
    const client = new ContractClient(world)
    return {
      signIn: async () => {
        const tokens = { access: '', refresh: '' }
        await signInByHand(world, tokens)
        client.setCredentials({ access_token: tokens.access, refresh_token: tokens.refresh })
      },
      call: async (signal) => served((await client.request({ url: `${world.baseUrl}${READ_PATH}`, signal })).data),
      write: async (body) => served((await client.request({ url: `${world.baseUrl}${WRITE_PATH}`, method: 'PUT', data: body })).data),
      prompts: () => client.prompts,
    }
  },
}
