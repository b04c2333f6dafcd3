var q2=Object.defineProperty;var j2=Object.getOwnPropertyDescriptor;var F1=V=>{throw TypeError(V)};var x=(V,C,H,L)=>{for(var M=L>1?void 0:L?j2(C,H):C,r=V.length-1,e;r>=0;r--)(e=V[r])&&(M=(L?e(C,H,M):e(M))||M);return L&&M&&q2(C,H,M),M};var D1=(V,C,H)=>C.has(V)||F1("Cannot "+H);var u=(V,C,H)=>(D1(V,C,"read from private field"),H?H.call(V):C.get(V)),E=(V,C,H)=>C.has(V)?F1("Cannot add the same private member more than once"):C instanceof WeakSet?C.add(V):C.set(V,H);var y=(V,C,H)=>(D1(V,C,"access private method"),H);var C1=globalThis,H1=C1.ShadowRoot&&(C1.ShadyCSS===void 0||C1.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,O1=Symbol(),E1=new WeakMap,Q=class{constructor(C,H,L){if(this._$cssResult$=!0,L!==O1)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=C,this.t=H}get styleSheet(){let C=this.o,H=this.t;if(H1&&C===void 0){let L=H!==void 0&&H.length===1;L&&(C=E1.get(H)),C===void 0&&((this.o=C=new CSSStyleSheet).replaceSync(this.cssText),L&&E1.set(H,C))}return C}toString(){return this.cssText}},N1=V=>new Q(typeof V=="string"?V:V+"",void 0,O1),s=(V,...C)=>{let H=V.length===1?V[0]:C.reduce((L,M,r)=>L+(e=>{if(e._$cssResult$===!0)return e.cssText;if(typeof e=="number")return e;throw Error("Value passed to 'css' function must be a 'css' function result: "+e+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(M)+V[r+1],V[0]);return new Q(H,V,O1)},W1=(V,C)=>{if(H1)V.adoptedStyleSheets=C.map(H=>H instanceof CSSStyleSheet?H:H.styleSheet);else for(let H of C){let L=document.createElement("style"),M=C1.litNonce;M!==void 0&&L.setAttribute("nonce",M),L.textContent=H.cssText,V.appendChild(L)}},h1=H1?V=>V:V=>V instanceof CSSStyleSheet?(C=>{let H="";for(let L of C.cssRules)H+=L.cssText;return N1(H)})(V):V;var{is:Y2,defineProperty:X2,getOwnPropertyDescriptor:J2,getOwnPropertyNames:C5,getOwnPropertySymbols:H5,getPrototypeOf:V5}=Object,V1=globalThis,_1=V1.trustedTypes,L5=_1?_1.emptyScript:"",M5=V1.reactiveElementPolyfillSupport,G=(V,C)=>V,z={toAttribute(V,C){switch(C){case Boolean:V=V?L5:null;break;case Object:case Array:V=V==null?V:JSON.stringify(V)}return V},fromAttribute(V,C){let H=V;switch(C){case Boolean:H=V!==null;break;case Number:H=V===null?null:Number(V);break;case Object:case Array:try{H=JSON.parse(V)}catch{H=null}}return H}},L1=(V,C)=>!Y2(V,C),I1={attribute:!0,type:String,converter:z,reflect:!1,useDefault:!1,hasChanged:L1};Symbol.metadata??=Symbol("metadata"),V1.litPropertyMetadata??=new WeakMap;var O=class extends HTMLElement{static addInitializer(C){this._$Ei(),(this.l??=[]).push(C)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(C,H=I1){if(H.state&&(H.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(C)&&((H=Object.create(H)).wrapped=!0),this.elementProperties.set(C,H),!H.noAccessor){let L=Symbol(),M=this.getPropertyDescriptor(C,L,H);M!==void 0&&X2(this.prototype,C,M)}}static getPropertyDescriptor(C,H,L){let{get:M,set:r}=J2(this.prototype,C)??{get(){return this[H]},set(e){this[H]=e}};return{get:M,set(e){let A=M?.call(this);r?.call(this,e),this.requestUpdate(C,A,L)},configurable:!0,enumerable:!0}}static getPropertyOptions(C){return this.elementProperties.get(C)??I1}static _$Ei(){if(this.hasOwnProperty(G("elementProperties")))return;let C=V5(this);C.finalize(),C.l!==void 0&&(this.l=[...C.l]),this.elementProperties=new Map(C.elementProperties)}static finalize(){if(this.hasOwnProperty(G("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(G("properties"))){let H=this.properties,L=[...C5(H),...H5(H)];for(let M of L)this.createProperty(M,H[M])}let C=this[Symbol.metadata];if(C!==null){let H=litPropertyMetadata.get(C);if(H!==void 0)for(let[L,M]of H)this.elementProperties.set(L,M)}this._$Eh=new Map;for(let[H,L]of this.elementProperties){let M=this._$Eu(H,L);M!==void 0&&this._$Eh.set(M,H)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(C){let H=[];if(Array.isArray(C)){let L=new Set(C.flat(1/0).reverse());for(let M of L)H.unshift(h1(M))}else C!==void 0&&H.push(h1(C));return H}static _$Eu(C,H){let L=H.attribute;return L===!1?void 0:typeof L=="string"?L:typeof C=="string"?C.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(C=>this.enableUpdating=C),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(C=>C(this))}addController(C){(this._$EO??=new Set).add(C),this.renderRoot!==void 0&&this.isConnected&&C.hostConnected?.()}removeController(C){this._$EO?.delete(C)}_$E_(){let C=new Map,H=this.constructor.elementProperties;for(let L of H.keys())this.hasOwnProperty(L)&&(C.set(L,this[L]),delete this[L]);C.size>0&&(this._$Ep=C)}createRenderRoot(){let C=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return W1(C,this.constructor.elementStyles),C}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(C=>C.hostConnected?.())}enableUpdating(C){}disconnectedCallback(){this._$EO?.forEach(C=>C.hostDisconnected?.())}attributeChangedCallback(C,H,L){this._$AK(C,L)}_$ET(C,H){let L=this.constructor.elementProperties.get(C),M=this.constructor._$Eu(C,L);if(M!==void 0&&L.reflect===!0){let r=(L.converter?.toAttribute!==void 0?L.converter:z).toAttribute(H,L.type);this._$Em=C,r==null?this.removeAttribute(M):this.setAttribute(M,r),this._$Em=null}}_$AK(C,H){let L=this.constructor,M=L._$Eh.get(C);if(M!==void 0&&this._$Em!==M){let r=L.getPropertyOptions(M),e=typeof r.converter=="function"?{fromAttribute:r.converter}:r.converter?.fromAttribute!==void 0?r.converter:z;this._$Em=M;let A=e.fromAttribute(H,r.type);this[M]=A??this._$Ej?.get(M)??A,this._$Em=null}}requestUpdate(C,H,L,M=!1,r){if(C!==void 0){let e=this.constructor;if(M===!1&&(r=this[C]),L??=e.getPropertyOptions(C),!((L.hasChanged??L1)(r,H)||L.useDefault&&L.reflect&&r===this._$Ej?.get(C)&&!this.hasAttribute(e._$Eu(C,L))))return;this.C(C,H,L)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(C,H,{useDefault:L,reflect:M,wrapped:r},e){L&&!(this._$Ej??=new Map).has(C)&&(this._$Ej.set(C,e??H??this[C]),r!==!0||e!==void 0)||(this._$AL.has(C)||(this.hasUpdated||L||(H=void 0),this._$AL.set(C,H)),M===!0&&this._$Em!==C&&(this._$Eq??=new Set).add(C))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(H){Promise.reject(H)}let C=this.scheduleUpdate();return C!=null&&await C,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[M,r]of this._$Ep)this[M]=r;this._$Ep=void 0}let L=this.constructor.elementProperties;if(L.size>0)for(let[M,r]of L){let{wrapped:e}=r,A=this[M];e!==!0||this._$AL.has(M)||A===void 0||this.C(M,void 0,r,A)}}let C=!1,H=this._$AL;try{C=this.shouldUpdate(H),C?(this.willUpdate(H),this._$EO?.forEach(L=>L.hostUpdate?.()),this.update(H)):this._$EM()}catch(L){throw C=!1,this._$EM(),L}C&&this._$AE(H)}willUpdate(C){}_$AE(C){this._$EO?.forEach(H=>H.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(C)),this.updated(C)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(C){return!0}update(C){this._$Eq&&=this._$Eq.forEach(H=>this._$ET(H,this[H])),this._$EM()}updated(C){}firstUpdated(C){}};O.elementStyles=[],O.shadowRootOptions={mode:"open"},O[G("elementProperties")]=new Map,O[G("finalized")]=new Map,M5?.({ReactiveElement:O}),(V1.reactiveElementVersions??=[]).push("2.1.2");var g1=globalThis,U1=V=>V,M1=g1.trustedTypes,$1=M1?M1.createPolicy("lit-html",{createHTML:V=>V}):void 0,k1="$lit$",h=`lit$${Math.random().toFixed(9).slice(2)}$`,B1="?"+h,r5=`<${B1}>`,w=document,q=()=>w.createComment(""),j=V=>V===null||typeof V!="object"&&typeof V!="function",y1=Array.isArray,j1=V=>y1(V)||typeof V?.[Symbol.iterator]=="function",f1=`[ 	
\f\r]`,K=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Q1=/-->/g,G1=/>/g,P=RegExp(`>|${f1}(?:([^\\s"'>=/]+)(${f1}*=${f1}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),z1=/'/g,K1=/"/g,Y1=/^(?:script|style|textarea|title)$/i,P1=V=>(C,...H)=>({_$litType$:V,strings:C,values:H}),n=P1(1),X1=P1(2),b5=P1(3),f=Symbol.for("lit-noChange"),m=Symbol.for("lit-nothing"),q1=new WeakMap,b=w.createTreeWalker(w,129);function J1(V,C){if(!y1(V)||!V.hasOwnProperty("raw"))throw Error("invalid template strings array");return $1!==void 0?$1.createHTML(C):C}var C2=(V,C)=>{let H=V.length-1,L=[],M,r=C===2?"<svg>":C===3?"<math>":"",e=K;for(let A=0;A<H;A++){let i=V[A],d,p,t=-1,o=0;for(;o<i.length&&(e.lastIndex=o,p=e.exec(i),p!==null);)o=e.lastIndex,e===K?p[1]==="!--"?e=Q1:p[1]!==void 0?e=G1:p[2]!==void 0?(Y1.test(p[2])&&(M=RegExp("</"+p[2],"g")),e=P):p[3]!==void 0&&(e=P):e===P?p[0]===">"?(e=M??K,t=-1):p[1]===void 0?t=-2:(t=e.lastIndex-p[2].length,d=p[1],e=p[3]===void 0?P:p[3]==='"'?K1:z1):e===K1||e===z1?e=P:e===Q1||e===G1?e=K:(e=P,M=void 0);let a=e===P&&V[A+1].startsWith("/>")?" ":"";r+=e===K?i+r5:t>=0?(L.push(d),i.slice(0,t)+k1+i.slice(t)+h+a):i+h+(t===-2?A:a)}return[J1(V,r+(V[H]||"<?>")+(C===2?"</svg>":C===3?"</math>":"")),L]},Y=class V{constructor({strings:C,_$litType$:H},L){let M;this.parts=[];let r=0,e=0,A=C.length-1,i=this.parts,[d,p]=C2(C,H);if(this.el=V.createElement(d,L),b.currentNode=this.el.content,H===2||H===3){let t=this.el.content.firstChild;t.replaceWith(...t.childNodes)}for(;(M=b.nextNode())!==null&&i.length<A;){if(M.nodeType===1){if(M.hasAttributes())for(let t of M.getAttributeNames())if(t.endsWith(k1)){let o=p[e++],a=M.getAttribute(t).split(h),v=/([.?@])?(.*)/.exec(o);i.push({type:1,index:r,name:v[2],strings:a,ctor:v[1]==="."?e1:v[1]==="?"?t1:v[1]==="@"?i1:R}),M.removeAttribute(t)}else t.startsWith(h)&&(i.push({type:6,index:r}),M.removeAttribute(t));if(Y1.test(M.tagName)){let t=M.textContent.split(h),o=t.length-1;if(o>0){M.textContent=M1?M1.emptyScript:"";for(let a=0;a<o;a++)M.append(t[a],q()),b.nextNode(),i.push({type:2,index:++r});M.append(t[o],q())}}}else if(M.nodeType===8)if(M.data===B1)i.push({type:2,index:r});else{let t=-1;for(;(t=M.data.indexOf(h,t+1))!==-1;)i.push({type:7,index:r}),t+=h.length-1}r++}}static createElement(C,H){let L=w.createElement("template");return L.innerHTML=C,L}};function T(V,C,H=V,L){if(C===f)return C;let M=L!==void 0?H._$Co?.[L]:H._$Cl,r=j(C)?void 0:C._$litDirective$;return M?.constructor!==r&&(M?._$AO?.(!1),r===void 0?M=void 0:(M=new r(V),M._$AT(V,H,L)),L!==void 0?(H._$Co??=[])[L]=M:H._$Cl=M),M!==void 0&&(C=T(V,M._$AS(V,C.values),M,L)),C}var r1=class{constructor(C,H){this._$AV=[],this._$AN=void 0,this._$AD=C,this._$AM=H}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(C){let{el:{content:H},parts:L}=this._$AD,M=(C?.creationScope??w).importNode(H,!0);b.currentNode=M;let r=b.nextNode(),e=0,A=0,i=L[0];for(;i!==void 0;){if(e===i.index){let d;i.type===2?d=new N(r,r.nextSibling,this,C):i.type===1?d=new i.ctor(r,i.name,i.strings,this,C):i.type===6&&(d=new A1(r,this,C)),this._$AV.push(d),i=L[++A]}e!==i?.index&&(r=b.nextNode(),e++)}return b.currentNode=w,M}p(C){let H=0;for(let L of this._$AV)L!==void 0&&(L.strings!==void 0?(L._$AI(C,L,H),H+=L.strings.length-2):L._$AI(C[H])),H++}},N=class V{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(C,H,L,M){this.type=2,this._$AH=m,this._$AN=void 0,this._$AA=C,this._$AB=H,this._$AM=L,this.options=M,this._$Cv=M?.isConnected??!0}get parentNode(){let C=this._$AA.parentNode,H=this._$AM;return H!==void 0&&C?.nodeType===11&&(C=H.parentNode),C}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(C,H=this){C=T(this,C,H),j(C)?C===m||C==null||C===""?(this._$AH!==m&&this._$AR(),this._$AH=m):C!==this._$AH&&C!==f&&this._(C):C._$litType$!==void 0?this.$(C):C.nodeType!==void 0?this.T(C):j1(C)?this.k(C):this._(C)}O(C){return this._$AA.parentNode.insertBefore(C,this._$AB)}T(C){this._$AH!==C&&(this._$AR(),this._$AH=this.O(C))}_(C){this._$AH!==m&&j(this._$AH)?this._$AA.nextSibling.data=C:this.T(w.createTextNode(C)),this._$AH=C}$(C){let{values:H,_$litType$:L}=C,M=typeof L=="number"?this._$AC(C):(L.el===void 0&&(L.el=Y.createElement(J1(L.h,L.h[0]),this.options)),L);if(this._$AH?._$AD===M)this._$AH.p(H);else{let r=new r1(M,this),e=r.u(this.options);r.p(H),this.T(e),this._$AH=r}}_$AC(C){let H=q1.get(C.strings);return H===void 0&&q1.set(C.strings,H=new Y(C)),H}k(C){y1(this._$AH)||(this._$AH=[],this._$AR());let H=this._$AH,L,M=0;for(let r of C)M===H.length?H.push(L=new V(this.O(q()),this.O(q()),this,this.options)):L=H[M],L._$AI(r),M++;M<H.length&&(this._$AR(L&&L._$AB.nextSibling,M),H.length=M)}_$AR(C=this._$AA.nextSibling,H){for(this._$AP?.(!1,!0,H);C!==this._$AB;){let L=U1(C).nextSibling;U1(C).remove(),C=L}}setConnected(C){this._$AM===void 0&&(this._$Cv=C,this._$AP?.(C))}},R=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(C,H,L,M,r){this.type=1,this._$AH=m,this._$AN=void 0,this.element=C,this.name=H,this._$AM=M,this.options=r,L.length>2||L[0]!==""||L[1]!==""?(this._$AH=Array(L.length-1).fill(new String),this.strings=L):this._$AH=m}_$AI(C,H=this,L,M){let r=this.strings,e=!1;if(r===void 0)C=T(this,C,H,0),e=!j(C)||C!==this._$AH&&C!==f,e&&(this._$AH=C);else{let A=C,i,d;for(C=r[0],i=0;i<r.length-1;i++)d=T(this,A[L+i],H,i),d===f&&(d=this._$AH[i]),e||=!j(d)||d!==this._$AH[i],d===m?C=m:C!==m&&(C+=(d??"")+r[i+1]),this._$AH[i]=d}e&&!M&&this.j(C)}j(C){C===m?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,C??"")}},e1=class extends R{constructor(){super(...arguments),this.type=3}j(C){this.element[this.name]=C===m?void 0:C}},t1=class extends R{constructor(){super(...arguments),this.type=4}j(C){this.element.toggleAttribute(this.name,!!C&&C!==m)}},i1=class extends R{constructor(C,H,L,M,r){super(C,H,L,M,r),this.type=5}_$AI(C,H=this){if((C=T(this,C,H,0)??m)===f)return;let L=this._$AH,M=C===m&&L!==m||C.capture!==L.capture||C.once!==L.once||C.passive!==L.passive,r=C!==m&&(L===m||M);M&&this.element.removeEventListener(this.name,this,L),r&&this.element.addEventListener(this.name,this,C),this._$AH=C}handleEvent(C){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,C):this._$AH.handleEvent(C)}},A1=class{constructor(C,H,L){this.element=C,this.type=6,this._$AN=void 0,this._$AM=H,this.options=L}get _$AU(){return this._$AM._$AU}_$AI(C){T(this,C)}},H2={M:k1,P:h,A:B1,C:1,L:C2,R:r1,D:j1,V:T,I:N,H:R,N:t1,U:i1,B:e1,F:A1},e5=g1.litHtmlPolyfillSupport;e5?.(Y,N),(g1.litHtmlVersions??=[]).push("3.3.3");var V2=(V,C,H)=>{let L=H?.renderBefore??C,M=L._$litPart$;if(M===void 0){let r=H?.renderBefore??null;L._$litPart$=M=new N(C.insertBefore(q(),r),r,void 0,H??{})}return M._$AI(V),M};var b1=globalThis,Z=class extends O{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let C=super.createRenderRoot();return this.renderOptions.renderBefore??=C.firstChild,C}update(C){let H=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(C),this._$Do=V2(H,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return f}};Z._$litElement$=!0,Z.finalized=!0,b1.litElementHydrateSupport?.({LitElement:Z});var t5=b1.litElementPolyfillSupport;t5?.({LitElement:Z});(b1.litElementVersions??=[]).push("4.2.2");var i5={attribute:!0,type:String,converter:z,reflect:!1,hasChanged:L1},A5=(V=i5,C,H)=>{let{kind:L,metadata:M}=H,r=globalThis.litPropertyMetadata.get(M);if(r===void 0&&globalThis.litPropertyMetadata.set(M,r=new Map),L==="setter"&&((V=Object.create(V)).wrapped=!0),r.set(H.name,V),L==="accessor"){let{name:e}=H;return{set(A){let i=C.get.call(this);C.set.call(this,A),this.requestUpdate(e,i,V,!0,A)},init(A){return A!==void 0&&this.C(e,void 0,V,A),A}}}if(L==="setter"){let{name:e}=H;return function(A){let i=this[e];C.call(this,A),this.requestUpdate(e,i,V,!0,A)}}throw Error("Unsupported decorator location: "+L)};function S(V){return(C,H)=>typeof H=="object"?A5(V,C,H):((L,M,r)=>{let e=M.hasOwnProperty(r);return M.constructor.createProperty(r,L),e?Object.getOwnPropertyDescriptor(M,r):void 0})(V,C,H)}function W(V){return C=>{customElements.get(V)||customElements.define(V,C)}}function a1(V,C=!1){C?history.replaceState(null,"",V):history.pushState(null,"",V),window.dispatchEvent(new CustomEvent("location-changed",{detail:{replace:C}}))}var o5={comma_decimal:"en-US",decimal_comma:"de",space_comma:"fr",quote_decimal:"de-CH"};function L2(V){let{locale:C}=V,H=a5(C),L=C.time_zone==="server"?V.config.time_zone:void 0,M={hour:"numeric",minute:"2-digit",...d5(C)},r=t=>{let o=new Intl.DateTimeFormat(C.language,{...t,...L?{timeZone:L}:{}});return a=>o.format(a)},e=r(M),A=r({...M,second:"2-digit"}),i=r({day:"numeric",month:"short",...M}),d=new Intl.RelativeTimeFormat(C.language,{numeric:"always"}),p=(t,o,a=0)=>new Intl.NumberFormat(H,{style:"unit",unit:o,unitDisplay:"short",maximumFractionDigits:a}).format(t);return{number:(t,o=0)=>new Intl.NumberFormat(H,{maximumFractionDigits:o}).format(t),milliseconds:t=>t<1e3?p(t,"millisecond",t<10?1:0):p(t/1e3,"second",1),percent:t=>new Intl.NumberFormat(H,{style:"percent",maximumFractionDigits:t>.99&&t<1?1:0}).format(t),duration:t=>m5(t,p),relative:t=>{let[o,a]=p5(t);return d.format(o,a)},time:(t,o=!1)=>(o?A:e)(t),dateTime:i,day:r({day:"numeric",month:"short"})}}function a5(V){if(V.number_format!=="system")return o5[V.number_format]??V.language}function d5(V){return V.time_format==="12"?{hourCycle:"h12"}:V.time_format==="24"?{hourCycle:"h23"}:{}}function p5(V){let C=Math.abs(V);return C<60?[Math.trunc(V),"second"]:C<3600?[Math.trunc(V/60),"minute"]:C<86400?[Math.trunc(V/3600),"hour"]:[Math.trunc(V/86400),"day"]}function m5(V,C){let H=Math.max(0,Math.round(V)),L=[[Math.trunc(H/86400),"day"],[Math.trunc(H%86400/3600),"hour"],[Math.trunc(H%3600/60),"minute"],[H%60,"second"]],M=L.findIndex(([r])=>r>0);return M<0?C(0,"second"):L.slice(M,M+2).filter(([r])=>r>0).map(([r,e])=>C(r,e)).join(" ")}var M2="plex_connection",w1=new Map;async function r2(V){let C=w1.get(V.language);return C||(C=V.loadBackendTranslation("common",M2),w1.set(V.language,C),C.catch(()=>w1.delete(V.language))),v5(await C)}function v5(V){return(C,H)=>V(`component.${M2}.common.${C}`,H)}function d1(V,C){return V(`panel_type_${C??"unknown"}`)}var n5=5e3,p1=class{constructor(C){this.value=null;this.#H=C,C.addController(this)}#H;#C;#L;#V;hostConnected(){this.#C&&this.take(this.#C)}hostDisconnected(){clearTimeout(this.#V)}take(C){let H=this.#C;if(this.#C=C,this.#L?.language!==C.language){(H?.language!==C.language||!this.value)&&this.#M(C);return}(!H||!this.value||x5(H,C))&&this.#r(C,this.#L.text)}async#M(C){clearTimeout(this.#V);try{let H=await r2(C);this.#C?.language===C.language&&(this.#L={language:C.language,text:H},this.#r(this.#C,H))}catch{this.#V=setTimeout(()=>this.#C&&this.#M(this.#C),n5)}}#r(C,H){this.value={connection:C.connection,connected:C.connected,text:H,format:L2(C),isAdmin:C.user?.is_admin??!1,rtl:document.dir==="rtl"||document.documentElement.dir==="rtl",hass:C},this.#H.requestUpdate()}};function x5(V,C){return V.connection!==C.connection||V.connected!==C.connected||V.locale!==C.locale||V.config.time_zone!==C.config.time_zone||V.user?.is_admin!==C.user?.is_admin||V.entities!==C.entities}var e2="M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M7.07,18.28C7.5,17.38 10.12,16.5 12,16.5C13.88,16.5 16.5,17.38 16.93,18.28C15.57,19.36 13.86,20 12,20C10.14,20 8.43,19.36 7.07,18.28M18.36,16.83C16.93,15.09 13.46,14.5 12,14.5C10.54,14.5 7.07,15.09 5.64,16.83C4.62,15.5 4,13.82 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,13.82 19.38,15.5 18.36,16.83M12,6C10.06,6 8.5,7.56 8.5,9.5C8.5,11.44 10.06,13 12,13C13.94,13 15.5,11.44 15.5,9.5C15.5,7.56 13.94,6 12,6M12,11A1.5,1.5 0 0,1 10.5,9.5A1.5,1.5 0 0,1 12,8A1.5,1.5 0 0,1 13.5,9.5A1.5,1.5 0 0,1 12,11Z";var t2="M11,15H13V17H11V15M11,7H13V13H11V7M12,2C6.47,2 2,6.5 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M12,20A8,8 0 0,1 4,12A8,8 0 0,1 12,4A8,8 0 0,1 20,12A8,8 0 0,1 12,20Z";var i2="M20,11V13H8L13.5,18.5L12.08,19.92L4.16,12L12.08,4.08L13.5,5.5L8,11H20Z";var A2="M4,11V13H16L10.5,18.5L11.92,19.92L19.84,12L11.92,4.08L10.5,5.5L16,11H4Z";var o2="M12,7L17,12H14V16H10V12H7L12,7M12,22A10,10 0 0,1 2,12A10,10 0 0,1 12,2A10,10 0 0,1 22,12A10,10 0 0,1 12,22M12,20A8,8 0 0,0 20,12A8,8 0 0,0 12,4A8,8 0 0,0 4,12A8,8 0 0,0 12,20Z";var a2="M12 2C6.5 2 2 6.5 2 12S6.5 22 12 22 22 17.5 22 12 17.5 2 12 2M12 20C7.59 20 4 16.41 4 12S7.59 4 12 4 20 7.59 20 12 16.41 20 12 20M16.59 7.58L10 14.17L7.41 11.59L6 13L10 17L18 9L16.59 7.58Z";var d2="M8.59,16.58L13.17,12L8.59,7.41L10,6L16,12L10,18L8.59,16.58Z";var p2="M12,20C7.59,20 4,16.41 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,16.41 16.41,20 12,20M12,2C6.47,2 2,6.47 2,12C2,17.53 6.47,22 12,22C17.53,22 22,17.53 22,12C22,6.47 17.53,2 12,2M14.59,8L12,10.59L9.41,8L8,9.41L10.59,12L8,14.59L9.41,16L12,13.41L14.59,16L16,14.59L13.41,12L16,9.41L14.59,8Z";var m2="M21.86 12.5C21.1 11.63 20.15 11.13 19 11C19 9.05 18.32 7.4 16.96 6.04C15.6 4.68 13.95 4 12 4C10.42 4 9 4.47 7.75 5.43S5.67 7.62 5.25 9.15C4 9.43 2.96 10.08 2.17 11.1S1 13.28 1 14.58C1 16.09 1.54 17.38 2.61 18.43C3.69 19.5 5 20 6.5 20H18.5C19.75 20 20.81 19.56 21.69 18.69C22.56 17.81 23 16.75 23 15.5C23 14.35 22.62 13.35 21.86 12.5M20.27 17.27C19.79 17.76 19.2 18 18.5 18H6.5C5.53 18 4.71 17.66 4.03 17C3.34 16.29 3 15.47 3 14.5S3.34 12.71 4.03 12.03C4.71 11.34 5.53 11 6.5 11H7C7 9.62 7.5 8.44 8.46 7.46C9.44 6.5 10.62 6 12 6S14.56 6.5 15.54 7.46C16.5 8.44 17 9.62 17 11V13H18.5C19.2 13 19.79 13.24 20.27 13.73S21 14.8 21 15.5 20.76 16.79 20.27 17.27M16 12C16 9.79 14.21 8 12 8S8 9.79 8 12 9.79 16 12 16C12.74 16 13.43 15.79 14 15.43L16.57 18L18 16.57L15.43 14C15.79 13.43 16 12.74 16 12M12 14C10.9 14 10 13.11 10 12S10.9 10 12 10 14 10.9 14 12 13.11 14 12 14Z";var v2="M16.24,3.56L21.19,8.5C21.97,9.29 21.97,10.55 21.19,11.34L12,20.53C10.44,22.09 7.91,22.09 6.34,20.53L2.81,17C2.03,16.21 2.03,14.95 2.81,14.16L13.41,3.56C14.2,2.78 15.46,2.78 16.24,3.56M4.22,15.58L7.76,19.11C8.54,19.9 9.8,19.9 10.59,19.11L14.12,15.58L9.17,10.63L4.22,15.58Z";var n2="M11,18H13V16H11V18M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M12,20C7.59,20 4,16.41 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,16.41 16.41,20 12,20M12,6A4,4 0 0,0 8,10H10A2,2 0 0,1 12,8A2,2 0 0,1 14,10C14,12 11,11.75 11,15H13C13,12.75 16,12.5 16,10A4,4 0 0,0 12,6Z";var x2="M11,9H13V7H11M12,20C7.59,20 4,16.41 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,16.41 16.41,20 12,20M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M11,17H13V11H11V17Z";var l2="M4 1C2.89 1 2 1.89 2 3V7C2 8.11 2.89 9 4 9H1V11H13V9H10C11.11 9 12 8.11 12 7V3C12 1.89 11.11 1 10 1H4M4 3H10V7H4V3M14 13C12.89 13 12 13.89 12 15V19C12 20.11 12.89 21 14 21H11V23H23V21H20C21.11 21 22 20.11 22 19V15C22 13.89 21.11 13 20 13H14M14 15H20V19H14V15M5.5 20.5L10.5 15.5L9 14L5.5 17.5L3.5 15.5L2 17L5.5 20.5Z",Z2="M4,1C2.89,1 2,1.89 2,3V7C2,8.11 2.89,9 4,9H1V11H13V9H10C11.11,9 12,8.11 12,7V3C12,1.89 11.11,1 10,1H4M4,3H10V7H4V3M3,13V18L3,20H10V18H5V13H3M14,13C12.89,13 12,13.89 12,15V19C12,20.11 12.89,21 14,21H11V23H23V21H20C21.11,21 22,20.11 22,19V15C22,13.89 21.11,13 20,13H14M14,15H20V19H14V15Z";var S2="M16 20V10H4V20H16M16 8C17.1 8 18 8.9 18 10V20C18 21.1 17.1 22 16 22H4C2.9 22 2 21.1 2 20V10C2 8.9 2.9 8 4 8H13V6C13 4.3 11.7 3 10 3S7 4.3 7 6H5C5 3.2 7.2 1 10 1S15 3.2 15 6V8H16M10 17C8.9 17 8 16.1 8 15S8.9 13 10 13 12 13.9 12 15 11.1 17 10 17M22 7H20V13H22V7M22 15H20V17H22V15Z";var u2="M3,6H21V8H3V6M3,11H21V13H3V11M3,16H21V18H3V16Z";var s2="M16,12V4H17V2H7V4H8V12L6,14V16H11.2V22H12.8V16H18V14L16,12Z",c2="M2,5.27L3.28,4L20,20.72L18.73,22L12.8,16.07V22H11.2V16H6V14L8,12V11.27L2,5.27M16,12L18,14V16H17.82L8,6.18V4H7V2H17V4H16V12Z";var O2="M16,12V4H17V2H7V4H8V12L6,14V16H11.2V22H12.8V16H18V14L16,12M8.8,14L10,12.8V4H14V12.8L15.2,14H8.8Z";var h2="M17.65,6.35C16.2,4.9 14.21,4 12,4A8,8 0 0,0 4,12A8,8 0 0,0 12,20C15.73,20 18.84,17.45 19.73,14H17.65C16.83,16.33 14.61,18 12,18A6,6 0 0,1 6,12A6,6 0 0,1 12,6C13.66,6 15.14,6.69 16.22,7.78L13,11H20V4L17.65,6.35Z";var f2="M13,19H14A1,1 0 0,1 15,20H15.73L13,17.27V19M22,20V21.18L20.82,20H22M21,22.72L19.73,24L17.73,22H15A1,1 0 0,1 14,23H10A1,1 0 0,1 9,22H2V20H9A1,1 0 0,1 10,19H11V17H4A1,1 0 0,1 3,16V12A1,1 0 0,1 4,11H6.73L4.73,9H4A1,1 0 0,1 3,8V7.27L1,5.27L2.28,4L21,22.72M4,3H20A1,1 0 0,1 21,4V8A1,1 0 0,1 20,9H9.82L7,6.18V5H5.82L3.84,3C3.89,3 3.94,3 4,3M20,11A1,1 0 0,1 21,12V16A1,1 0 0,1 20,17H17.82L11.82,11H20M9,7H10V5H9V7M9,15H10V14.27L9,13.27V15M5,13V15H7V13H5Z";var g2="M12 16C13.66 16 15 14.66 15 13C15 11.88 14.39 10.9 13.5 10.39L3.79 4.77L9.32 14.35C9.82 15.33 10.83 16 12 16M12 3C10.19 3 8.5 3.5 7.03 4.32L9.13 5.53C10 5.19 11 5 12 5C16.42 5 20 8.58 20 13C20 15.21 19.11 17.21 17.66 18.65H17.65C17.26 19.04 17.26 19.67 17.65 20.06C18.04 20.45 18.68 20.45 19.07 20.07C20.88 18.26 22 15.76 22 13C22 7.5 17.5 3 12 3M2 13C2 15.76 3.12 18.26 4.93 20.07C5.32 20.45 5.95 20.45 6.34 20.06C6.73 19.67 6.73 19.04 6.34 18.65C4.89 17.2 4 15.21 4 13C4 12 4.19 11 4.54 10.1L3.33 8C2.5 9.5 2 11.18 2 13Z";var k2="M6,2V8H6V8L10,12L6,16V16H6V22H18V16H18V16L14,12L18,8V8H18V2H6M16,16.5V20H8V16.5L12,12.5L16,16.5M12,11.5L8,7.5V4H16V7.5L12,11.5Z";var B2="M18,11H14.82C14.4,9.84 13.3,9 12,9C10.7,9 9.6,9.84 9.18,11H6C5.67,11 4,10.9 4,9V8C4,6.17 5.54,6 6,6H16.18C16.6,7.16 17.7,8 19,8A3,3 0 0,0 22,5A3,3 0 0,0 19,2C17.7,2 16.6,2.84 16.18,4H6C4.39,4 2,5.06 2,8V9C2,11.94 4.39,13 6,13H9.18C9.6,14.16 10.7,15 12,15C13.3,15 14.4,14.16 14.82,13H18C18.33,13 20,13.1 20,15V16C20,17.83 18.46,18 18,18H7.82C7.4,16.84 6.3,16 5,16A3,3 0 0,0 2,19A3,3 0 0,0 5,22C6.3,22 7.4,21.16 7.82,20H18C19.61,20 22,18.93 22,16V15C22,12.07 19.61,11 18,11M19,4A1,1 0 0,1 20,5A1,1 0 0,1 19,6A1,1 0 0,1 18,5A1,1 0 0,1 19,4M5,20A1,1 0 0,1 4,19A1,1 0 0,1 5,18A1,1 0 0,1 6,19A1,1 0 0,1 5,20Z";var y2="M16.36,14C16.44,13.34 16.5,12.68 16.5,12C16.5,11.32 16.44,10.66 16.36,10H19.74C19.9,10.64 20,11.31 20,12C20,12.69 19.9,13.36 19.74,14M14.59,19.56C15.19,18.45 15.65,17.25 15.97,16H18.92C17.96,17.65 16.43,18.93 14.59,19.56M14.34,14H9.66C9.56,13.34 9.5,12.68 9.5,12C9.5,11.32 9.56,10.65 9.66,10H14.34C14.43,10.65 14.5,11.32 14.5,12C14.5,12.68 14.43,13.34 14.34,14M12,19.96C11.17,18.76 10.5,17.43 10.09,16H13.91C13.5,17.43 12.83,18.76 12,19.96M8,8H5.08C6.03,6.34 7.57,5.06 9.4,4.44C8.8,5.55 8.35,6.75 8,8M5.08,16H8C8.35,17.25 8.8,18.45 9.4,19.56C7.57,18.93 6.03,17.65 5.08,16M4.26,14C4.1,13.36 4,12.69 4,12C4,11.31 4.1,10.64 4.26,10H7.64C7.56,10.66 7.5,11.32 7.5,12C7.5,12.68 7.56,13.34 7.64,14M12,4.03C12.83,5.23 13.5,6.57 13.91,8H10.09C10.5,6.57 11.17,5.23 12,4.03M18.92,8H15.97C15.65,6.75 15.19,5.55 14.59,4.44C16.43,5.07 17.96,6.34 18.92,8M12,2C6.47,2 2,6.5 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2Z";var l5={account:e2,alert:t2,back:i2,forward:A2,better:o2,ok:a2,chevron:d2,failed:p2,rediscover:m2,forget:v2,unknown:n2,info:x2,test:l2,local:Z2,unencrypted:S2,menu:u2,pin:O2,pinned:s2,unpin:c2,reload:h2,offline:f2,slow:g2,waiting:k2,relay:B2,remote:y2};function m1(V){return n`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${Z5(l5[V])}
  </svg>`}function Z5(V){return X1`<path d=${V}></path>`}var P2={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},b2=V=>(...C)=>({_$litDirective$:V,values:C}),v1=class{constructor(C){}get _$AU(){return this._$AM._$AU}_$AT(C,H,L){this._$Ct=C,this._$AM=H,this._$Ci=L}_$AS(C,H){return this.update(C,H)}update(C,H){return this.render(...H)}};var{I:S5}=H2,w2=V=>V;var T2=()=>document.createComment(""),_=(V,C,H)=>{let L=V._$AA.parentNode,M=C===void 0?V._$AB:C._$AA;if(H===void 0){let r=L.insertBefore(T2(),M),e=L.insertBefore(T2(),M);H=new S5(r,e,V,V.options)}else{let r=H._$AB.nextSibling,e=H._$AM,A=e!==V;if(A){let i;H._$AQ?.(V),H._$AM=V,H._$AP!==void 0&&(i=V._$AU)!==e._$AU&&H._$AP(i)}if(r!==M||A){let i=H._$AA;for(;i!==r;){let d=w2(i).nextSibling;w2(L).insertBefore(i,M),i=d}}}return H},g=(V,C,H=V)=>(V._$AI(C,H),V),u5={},R2=(V,C=u5)=>V._$AH=C,F2=V=>V._$AH,n1=V=>{V._$AR(),V._$AA.remove()};var D2=(V,C,H)=>{let L=new Map;for(let M=C;M<=H;M++)L.set(V[M],M);return L},E2=b2(class extends v1{constructor(V){if(super(V),V.type!==P2.CHILD)throw Error("repeat() can only be used in text expressions")}dt(V,C,H){let L;H===void 0?H=C:C!==void 0&&(L=C);let M=[],r=[],e=0;for(let A of V)M[e]=L?L(A,e):e,r[e]=H(A,e),e++;return{values:r,keys:M}}render(V,C,H){return this.dt(V,C,H).values}update(V,[C,H,L]){let M=F2(V),{values:r,keys:e}=this.dt(C,H,L);if(!Array.isArray(M))return this.ut=e,r;let A=this.ut??=[],i=[],d,p,t=0,o=M.length-1,a=0,v=r.length-1;for(;t<=o&&a<=v;)if(M[t]===null)t++;else if(M[o]===null)o--;else if(A[t]===e[a])i[a]=g(M[t],r[a]),t++,a++;else if(A[o]===e[v])i[v]=g(M[o],r[v]),o--,v--;else if(A[t]===e[v])i[v]=g(M[t],r[v]),_(V,i[v+1],M[t]),t++,v--;else if(A[o]===e[a])i[a]=g(M[o],r[a]),_(V,M[t],M[o]),o--,a++;else if(d===void 0&&(d=D2(e,a,v),p=D2(A,t,o)),d.has(A[t]))if(d.has(A[o])){let c=p.get(e[a]),c1=c!==void 0?M[c]:null;if(c1===null){let R1=_(V,M[t]);g(R1,r[a]),i[a]=R1}else i[a]=g(c1,r[a]),_(V,M[t],c1),M[c]=null;a++}else n1(M[o]),o--;else n1(M[t]),t++;for(;a<=v;){let c=_(V,i[v+1]);g(c,r[a]),i[a++]=c}for(;t<=o;){let c=M[t++];c!==null&&n1(c)}return this.ut=e,R2(V,i),f}});var s5=0;function x1(V){let C=Date.parse(V);Number.isFinite(C)&&(s5=C-Date.now())}var c5="unknown_command",I=class{#H;#C;#L;#V;#M;#r;#e=1e3;#t=0;#i=!1;constructor(C,H,L,M){this.#H=C,this.#C=H,this.#L=L,this.#V=M}open(){this.#i||(this.#i=!0,this.#H.addEventListener("ready",this.#o),this.#H.addEventListener("disconnected",this.#a),this.#A())}close(){this.#i=!1,this.#t+=1,clearTimeout(this.#r),this.#H.removeEventListener("ready",this.#o),this.#H.removeEventListener("disconnected",this.#a),this.#m()}#o=()=>{this.#M=void 0,this.#e=1e3,this.#A()};#a=()=>{this.#t+=1,this.#M=void 0,clearTimeout(this.#r),this.#V({kind:"lost"})};async#A(){clearTimeout(this.#r),this.#t+=1;let C=this.#t;try{let H=await this.#H.subscribeMessage(L=>C===this.#t&&this.#L(L),this.#C,{resubscribe:!1});if(C!==this.#t){this.#d(H);return}this.#M=H,this.#e=1e3,this.#V({kind:"live"})}catch(H){C===this.#t&&this.#p(H)}}#p(C){let{code:H,message:L}=C,M=H===c5||typeof H=="number"||!L;this.#V(M?{kind:"lost"}:{kind:"refused",message:L}),this.#r=setTimeout(()=>{this.#A()},this.#e),this.#e=Math.min(2*this.#e,3e4)}#m(){let C=this.#M;this.#M=void 0,C&&this.#d(C)}async#d(C){try{await C()}catch{return}}};var l1={subscribeOverview:"plex_connection/subscribe_overview",subscribeServer:"plex_connection/subscribe_server",testConnections:"plex_connection/test_connections",rediscover:"plex_connection/rediscover",pin:"plex_connection/pin",forget:"plex_connection/forget"};var W2={state:{kind:"connecting"},isKnown:!1,bundle:null,accounts:[],servers:[]},O5=2e3,N2=new WeakMap;function U(V){return`${V.entry_id}/${V.server_id}`}var T1=class{constructor(C){this.value=W2;this.#H=new Set;this.#L=new Map;this.#V=new Map;this.#C=new I(C,{type:l1.subscribeOverview},H=>this.#r(H),H=>this.#e({state:H}))}#H;#C;#L;#V;#M;listen(C){return clearTimeout(this.#M),this.#H.add(C),this.#C.open(),()=>{this.#H.delete(C),this.#H.size===0&&(this.#M=setTimeout(()=>this.#C.close(),O5))}}#r(C){x1(C.now),C.full&&(this.#L.clear(),this.#V.clear());for(let H of C.gone_accounts)this.#L.delete(H);for(let H of C.gone_servers)this.#V.delete(U(H));for(let H of C.accounts)this.#L.set(H.entry_id,H);for(let H of C.servers)this.#V.set(U(H),H);this.#e({isKnown:!0,bundle:C.bundle??null,accounts:[...this.#L.values()],servers:[...this.#V.values()].sort(h5)})}#e(C){this.value={...this.value,...C};for(let H of this.#H)H()}};function h5(V,C){return V.name.localeCompare(C.name)||U(V).localeCompare(U(C))}var Z1=class{#H;#C;#L;#V=!1;constructor(C){this.#H=C,C.addController(this)}get value(){return this.#C?.value??W2}use(C){let H=N2.get(C);H||(H=new T1(C),N2.set(C,H)),H!==this.#C&&(this.#L?.(),this.#C=H,this.#M())}hostConnected(){this.#V=!0,this.#M()}hostDisconnected(){this.#V=!1,this.#L?.(),this.#L=void 0}#M(){this.#V&&this.#C&&(this.#L?.(),this.#L=this.#C.listen(()=>this.#H.requestUpdate()))}};var S1="/plex-connection";function _2(V){let C=[V.entry_id,V.server_id].map(encodeURIComponent);return`${S1}/server/${C.join("/")}`}function I2(V){let[,C,H,L]=V.split("/");if(C!=="server"||!H||!L)return null;try{return{entry_id:decodeURIComponent(H),server_id:decodeURIComponent(L)}}catch{return null}}var u1=s`
  .type-local {
    --type-color: var(--success-color, #43a047);
  }
  .type-remote {
    --type-color: var(--info-color, #039be5);
  }
  .type-relay {
    --type-color: var(--warning-color, #ffa600);
  }
  .type-offline {
    --type-color: var(--error-color, #db4437);
  }
  .type-unknown {
    --type-color: var(--disabled-color, #bdbdbd);
  }
`,$=s`
  :host {
    color: var(--primary-text-color, #141414);
    font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
    font-size: var(--ha-font-size-m, 14px);
    line-height: var(--ha-line-height-normal, 1.6);
    -webkit-font-smoothing: var(--ha-font-smoothing, antialiased);
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  .card {
    background: var(--ha-card-background, var(--card-background-color, #fff));
    border: var(--ha-card-border-width, 1px) solid
      var(--ha-card-border-color, var(--divider-color, #e0e0e0));
    border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
    box-shadow: var(--ha-card-box-shadow, none);
  }

  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 1.4;
  }

  .secondary {
    color: var(--secondary-text-color, #5e5e5e);
  }

  .icon {
    width: 24px;
    height: 24px;
    flex: none;
    fill: currentcolor;
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 40px;
    padding: 0 16px;
    border: none;
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: color-mix(in srgb, var(--primary-color, #009ac7) 15%, transparent);
    color: var(--primary-text-color, #141414);
    font: inherit;
    font-weight: var(--ha-font-weight-medium, 500);
    cursor: pointer;
    transition: background-color 180ms ease-in-out;
  }
  button .icon {
    width: 20px;
    height: 20px;
  }
  button:hover {
    background: color-mix(in srgb, var(--primary-color, #009ac7) 25%, transparent);
  }
  button:disabled {
    cursor: default;
    opacity: 0.6;
  }
  button.plain {
    background: none;
  }
  button.plain:hover {
    background: color-mix(in srgb, var(--primary-text-color, #141414) 8%, transparent);
  }
  button.round {
    width: 40px;
    padding: 0;
  }
  button.danger {
    background: color-mix(in srgb, var(--error-color, #db4437) 15%, transparent);
  }
  button.danger:hover {
    background: color-mix(in srgb, var(--error-color, #db4437) 25%, transparent);
  }

  a {
    color: var(--ha-color-text-link, var(--primary-color, #007ea6));
  }

  :focus-visible {
    outline: 2px solid var(--primary-color, #009ac7);
    outline-offset: 2px;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .address,
  .number {
    /* Addresses and figures read from left to right in every language. */
    unicode-bidi: isolate;
    font-variant-numeric: tabular-nums;
  }
  .address {
    direction: ltr;
    overflow-wrap: anywhere;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;var k=class extends Z{constructor(){super(...arguments);this.narrow=!1}render(){return n`${E2(this.overview.servers,U,H=>n`<div class="card type-${H.connection_type??"unknown"}">
        <button class="plain" @click=${()=>a1(_2(H))}>
          ${H.name}: ${d1(this.host.text,H.connection_type)}
        </button>
      </div>`)}`}};k.styles=[$,u1,s`
      :host {
        display: block;
        padding: 16px;
      }
    `],x([S({attribute:!1})],k.prototype,"host",2),x([S({attribute:!1})],k.prototype,"overview",2),x([S({type:Boolean,reflect:!0})],k.prototype,"narrow",2),k=x([W("plex-connection-overview-page")],k);var s1=class{constructor(C){this.state={kind:"connecting"};this.#M=!1;this.#H=C,C.addController(this)}#H;#C;#L;#V;#M;use(C,H){C===this.#L&&H.entry_id===this.#V?.entry_id&&H.server_id===this.#V?.server_id||(this.#C?.close(),this.#L=C,this.#V=H,this.server=void 0,this.state={kind:"connecting"},this.#C=new I(C,{type:l1.subscribeServer,...H},M=>{x1(M.now),this.server=M.server,this.#H.requestUpdate()},M=>{this.state=M,this.#H.requestUpdate()}),this.#M&&this.#C.open())}hostConnected(){this.#M=!0,this.#C?.open()}hostDisconnected(){this.#M=!1,this.#C?.close()}};var X,B=class extends Z{constructor(){super(...arguments);this.narrow=!1;E(this,X,new s1(this))}willUpdate(){u(this,X).use(this.host.connection,this.ref)}render(){let H=u(this,X).server;return n`<div class="card">
      ${H?`${H.name}: ${d1(this.host.text,H.connection_type)}`:""}
    </div>`}};X=new WeakMap,B.styles=[$,u1,s`
      :host {
        display: block;
        padding: 16px;
      }
    `],x([S({attribute:!1})],B.prototype,"host",2),x([S({attribute:!1})],B.prototype,"ref",2),x([S({type:Boolean,reflect:!0})],B.prototype,"narrow",2),B=x([W("plex-connection-server-page")],B);function f5(){return new URL(import.meta.url).searchParams.get("v")}var J,D,l,U2,$2,Q2,G2,z2,K2,F=class extends Z{constructor(){super(...arguments);E(this,l);this.narrow=!1;this.route={prefix:S1,path:""};E(this,J,new p1(this));E(this,D,new Z1(this))}set hass(H){u(this,J).take(H),u(this,D).use(H.connection)}render(){let H=u(this,J).value,L=I2(this.route.path);return n`
      <header class="toolbar">
        ${L?y(this,l,K2).call(this,H):y(this,l,G2).call(this,H)}
        <h1>${y(this,l,U2).call(this,L)}</h1>
      </header>
      <main>${H?y(this,l,$2).call(this,H,L):m}</main>
    `}};J=new WeakMap,D=new WeakMap,l=new WeakSet,U2=function(H){let L=H&&u(this,D).value.servers.find(M=>M.entry_id===H.entry_id&&M.server_id===H.server_id);return L?L.name:"Plex Connection"},$2=function(H,L){let M=u(this,D).value;return n`
      ${y(this,l,Q2).call(this,H)}
      ${L?n`<plex-connection-server-page
              .host=${H}
              .ref=${L}
              .narrow=${this.narrow}
            ></plex-connection-server-page>`:n`<plex-connection-overview-page
              .host=${H}
              .overview=${M}
              .narrow=${this.narrow}
            ></plex-connection-overview-page>`}
    `},Q2=function(H){let L=u(this,D).value.bundle,M=f5();return!L||!M||L===M?m:n`<div class="notice card" role="status">
      ${m1("info")}
      <span>${H.text("panel_outdated")}</span>
      <button @click=${()=>location.reload()}>${H.text("panel_reload_page")}</button>
    </div>`},G2=function(H){return customElements.get("ha-menu-button")?n`<ha-menu-button
        .hass=${H?.hass}
        .narrow=${this.narrow}
      ></ha-menu-button>`:this.narrow?n`<button
      class="plain round"
      aria-label=${H?.text("panel_menu")??""}
      @click=${y(this,l,z2)}
    >
      ${m1("menu")}
    </button>`:n``},z2=function(){this.dispatchEvent(new CustomEvent("hass-toggle-menu",{bubbles:!0,composed:!0}))},K2=function(H){return n`<button
      class="plain round"
      aria-label=${H?.text("panel_back")??""}
      @click=${()=>a1(S1)}
    >
      ${m1(H?.rtl?"forward":"back")}
    </button>`},F.styles=[$,s`
      :host {
        display: block;
        min-height: 100%;
        background: var(--primary-background-color, #fafafa);
      }
      .toolbar {
        position: sticky;
        top: 0;
        z-index: 4;
        display: flex;
        align-items: center;
        gap: 8px;
        height: calc(var(--header-height, 56px) + var(--safe-area-inset-top, 0px));
        padding: var(--safe-area-inset-top, 0px) 12px 0;
        background: var(--app-header-background-color, var(--primary-color, #009ac7));
        color: var(--app-header-text-color, #fff);
        border-bottom: var(--app-header-border-bottom, none);
      }
      .toolbar h1 {
        margin: 0;
        margin-inline-start: 8px;
        overflow: hidden;
        font-size: var(--ha-font-size-xl, 20px);
        font-weight: var(--ha-font-weight-normal, 400);
        line-height: 1;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .toolbar button {
        color: inherit;
      }
      .notice {
        display: flex;
        align-items: center;
        gap: 12px;
        max-width: 1200px;
        margin: 16px auto 0;
        padding: 12px 16px;
      }
      .notice span {
        flex: 1;
      }
    `],x([S({type:Boolean,reflect:!0})],F.prototype,"narrow",2),x([S({attribute:!1})],F.prototype,"route",2),F=x([W("plex-connection-panel")],F);
/*! Bundled license information:

@lit/reactive-element/css-tag.js:
  (**
   * @license
   * Copyright 2019 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

@lit/reactive-element/reactive-element.js:
lit-html/lit-html.js:
lit-element/lit-element.js:
@lit/reactive-element/decorators/custom-element.js:
@lit/reactive-element/decorators/property.js:
@lit/reactive-element/decorators/state.js:
@lit/reactive-element/decorators/event-options.js:
@lit/reactive-element/decorators/base.js:
@lit/reactive-element/decorators/query.js:
@lit/reactive-element/decorators/query-all.js:
@lit/reactive-element/decorators/query-async.js:
@lit/reactive-element/decorators/query-assigned-nodes.js:
lit-html/directive.js:
lit-html/directives/repeat.js:
  (**
   * @license
   * Copyright 2017 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

lit-html/is-server.js:
  (**
   * @license
   * Copyright 2022 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

@lit/reactive-element/decorators/query-assigned-elements.js:
  (**
   * @license
   * Copyright 2021 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)

lit-html/directive-helpers.js:
  (**
   * @license
   * Copyright 2020 Google LLC
   * SPDX-License-Identifier: BSD-3-Clause
   *)
*/
