var E6=Object.defineProperty;var N6=Object.getOwnPropertyDescriptor;var d0=V=>{throw TypeError(V)};var d=(V,H,C,L)=>{for(var e=L>1?void 0:L?N6(H,C):H,r=V.length-1,M;r>=0;r--)(M=V[r])&&(e=(L?M(H,C,e):M(e))||e);return L&&e&&E6(H,C,e),e};var a3=(V,H,C)=>H.has(V)||d0("Cannot "+C);var a=(V,H,C)=>(a3(V,H,"read from private field"),C?C.call(V):H.get(V)),l=(V,H,C)=>H.has(V)?d0("Cannot add the same private member more than once"):H instanceof WeakSet?H.add(V):H.set(V,C),w=(V,H,C,L)=>(a3(V,H,"write to private field"),L?L.call(V,C):H.set(V,C),C),o=(V,H,C)=>(a3(V,H,"access private method"),C);await customElements.whenDefined("home-assistant");var e5=globalThis,r5=e5.ShadowRoot&&(e5.ShadyCSS===void 0||e5.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,A3=Symbol(),p0=new WeakMap,B2=class{constructor(H,C,L){if(this._$cssResult$=!0,L!==A3)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=H,this.t=C}get styleSheet(){let H=this.o,C=this.t;if(r5&&H===void 0){let L=C!==void 0&&C.length===1;L&&(H=p0.get(C)),H===void 0&&((this.o=H=new CSSStyleSheet).replaceSync(this.cssText),L&&p0.set(C,H))}return H}toString(){return this.cssText}},m0=V=>new B2(typeof V=="string"?V:V+"",void 0,A3),p=(V,...H)=>{let C=V.length===1?V[0]:H.reduce((L,e,r)=>L+(M=>{if(M._$cssResult$===!0)return M.cssText;if(typeof M=="number")return M;throw Error("Value passed to 'css' function must be a 'css' function result: "+M+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(e)+V[r+1],V[0]);return new B2(C,V,A3)},l0=(V,H)=>{if(r5)V.adoptedStyleSheets=H.map(C=>C instanceof CSSStyleSheet?C:C.styleSheet);else for(let C of H){let L=document.createElement("style"),e=e5.litNonce;e!==void 0&&L.setAttribute("nonce",e),L.textContent=C.cssText,V.appendChild(L)}},n3=r5?V=>V:V=>V instanceof CSSStyleSheet?(H=>{let C="";for(let L of H.cssRules)C+=L.cssText;return m0(C)})(V):V;var{is:I6,defineProperty:W6,getOwnPropertyDescriptor:U6,getOwnPropertyNames:G6,getOwnPropertySymbols:z6,getPrototypeOf:Q6}=Object,M5=globalThis,s0=M5.trustedTypes,K6=s0?s0.emptyScript:"",q6=M5.reactiveElementPolyfillSupport,P2=(V,H)=>V,_2={toAttribute(V,H){switch(H){case Boolean:V=V?K6:null;break;case Object:case Array:V=V==null?V:JSON.stringify(V)}return V},fromAttribute(V,H){let C=V;switch(H){case Boolean:C=V!==null;break;case Number:C=V===null?null:Number(V);break;case Object:case Array:try{C=JSON.parse(V)}catch{C=null}}return C}},t5=(V,H)=>!I6(V,H),v0={attribute:!0,type:String,converter:_2,reflect:!1,useDefault:!1,hasChanged:t5};Symbol.metadata??=Symbol("metadata"),M5.litPropertyMetadata??=new WeakMap;var m1=class extends HTMLElement{static addInitializer(H){this._$Ei(),(this.l??=[]).push(H)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(H,C=v0){if(C.state&&(C.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(H)&&((C=Object.create(C)).wrapped=!0),this.elementProperties.set(H,C),!C.noAccessor){let L=Symbol(),e=this.getPropertyDescriptor(H,L,C);e!==void 0&&W6(this.prototype,H,e)}}static getPropertyDescriptor(H,C,L){let{get:e,set:r}=U6(this.prototype,H)??{get(){return this[C]},set(M){this[C]=M}};return{get:e,set(M){let i=e?.call(this);r?.call(this,M),this.requestUpdate(H,i,L)},configurable:!0,enumerable:!0}}static getPropertyOptions(H){return this.elementProperties.get(H)??v0}static _$Ei(){if(this.hasOwnProperty(P2("elementProperties")))return;let H=Q6(this);H.finalize(),H.l!==void 0&&(this.l=[...H.l]),this.elementProperties=new Map(H.elementProperties)}static finalize(){if(this.hasOwnProperty(P2("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(P2("properties"))){let C=this.properties,L=[...G6(C),...z6(C)];for(let e of L)this.createProperty(e,C[e])}let H=this[Symbol.metadata];if(H!==null){let C=litPropertyMetadata.get(H);if(C!==void 0)for(let[L,e]of C)this.elementProperties.set(L,e)}this._$Eh=new Map;for(let[C,L]of this.elementProperties){let e=this._$Eu(C,L);e!==void 0&&this._$Eh.set(e,C)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(H){let C=[];if(Array.isArray(H)){let L=new Set(H.flat(1/0).reverse());for(let e of L)C.unshift(n3(e))}else H!==void 0&&C.push(n3(H));return C}static _$Eu(H,C){let L=C.attribute;return L===!1?void 0:typeof L=="string"?L:typeof H=="string"?H.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(H=>this.enableUpdating=H),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(H=>H(this))}addController(H){(this._$EO??=new Set).add(H),this.renderRoot!==void 0&&this.isConnected&&H.hostConnected?.()}removeController(H){this._$EO?.delete(H)}_$E_(){let H=new Map,C=this.constructor.elementProperties;for(let L of C.keys())this.hasOwnProperty(L)&&(H.set(L,this[L]),delete this[L]);H.size>0&&(this._$Ep=H)}createRenderRoot(){let H=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return l0(H,this.constructor.elementStyles),H}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(H=>H.hostConnected?.())}enableUpdating(H){}disconnectedCallback(){this._$EO?.forEach(H=>H.hostDisconnected?.())}attributeChangedCallback(H,C,L){this._$AK(H,L)}_$ET(H,C){let L=this.constructor.elementProperties.get(H),e=this.constructor._$Eu(H,L);if(e!==void 0&&L.reflect===!0){let r=(L.converter?.toAttribute!==void 0?L.converter:_2).toAttribute(C,L.type);this._$Em=H,r==null?this.removeAttribute(e):this.setAttribute(e,r),this._$Em=null}}_$AK(H,C){let L=this.constructor,e=L._$Eh.get(H);if(e!==void 0&&this._$Em!==e){let r=L.getPropertyOptions(e),M=typeof r.converter=="function"?{fromAttribute:r.converter}:r.converter?.fromAttribute!==void 0?r.converter:_2;this._$Em=e;let i=M.fromAttribute(C,r.type);this[e]=i??this._$Ej?.get(e)??i,this._$Em=null}}requestUpdate(H,C,L,e=!1,r){if(H!==void 0){let M=this.constructor;if(e===!1&&(r=this[H]),L??=M.getPropertyOptions(H),!((L.hasChanged??t5)(r,C)||L.useDefault&&L.reflect&&r===this._$Ej?.get(H)&&!this.hasAttribute(M._$Eu(H,L))))return;this.C(H,C,L)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(H,C,{useDefault:L,reflect:e,wrapped:r},M){L&&!(this._$Ej??=new Map).has(H)&&(this._$Ej.set(H,M??C??this[H]),r!==!0||M!==void 0)||(this._$AL.has(H)||(this.hasUpdated||L||(C=void 0),this._$AL.set(H,C)),e===!0&&this._$Em!==H&&(this._$Eq??=new Set).add(H))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(C){Promise.reject(C)}let H=this.scheduleUpdate();return H!=null&&await H,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,r]of this._$Ep)this[e]=r;this._$Ep=void 0}let L=this.constructor.elementProperties;if(L.size>0)for(let[e,r]of L){let{wrapped:M}=r,i=this[e];M!==!0||this._$AL.has(e)||i===void 0||this.C(e,void 0,r,i)}}let H=!1,C=this._$AL;try{H=this.shouldUpdate(C),H?(this.willUpdate(C),this._$EO?.forEach(L=>L.hostUpdate?.()),this.update(C)):this._$EM()}catch(L){throw H=!1,this._$EM(),L}H&&this._$AE(C)}willUpdate(H){}_$AE(H){this._$EO?.forEach(C=>C.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(H)),this.updated(H)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(H){return!0}update(H){this._$Eq&&=this._$Eq.forEach(C=>this._$ET(C,this[C])),this._$EM()}updated(H){}firstUpdated(H){}};m1.elementStyles=[],m1.shadowRootOptions={mode:"open"},m1[P2("elementProperties")]=new Map,m1[P2("finalized")]=new Map,q6?.({ReactiveElement:m1}),(M5.reactiveElementVersions??=[]).push("2.1.2");var p3=globalThis,x0=V=>V,i5=p3.trustedTypes,u0=i5?i5.createPolicy("lit-html",{createHTML:V=>V}):void 0,m3="$lit$",l1=`lit$${Math.random().toFixed(9).slice(2)}$`,l3="?"+l1,j6=`<${l3}>`,q1=document,$2=()=>q1.createComment(""),D2=V=>V===null||typeof V!="object"&&typeof V!="function",s3=Array.isArray,g0=V=>s3(V)||typeof V?.[Symbol.iterator]=="function",d3=`[ 	
\f\r]`,F2=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,c0=/-->/g,Z0=/>/g,Q1=RegExp(`>|${d3}(?:([^\\s"'>=/]+)(${d3}*=${d3}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),S0=/'/g,h0=/"/g,O0=/^(?:script|style|textarea|title)$/i,v3=V=>(H,...C)=>({_$litType$:V,strings:H,values:C}),t=v3(1),v1=v3(2),lH=v3(3),s1=Symbol.for("lit-noChange"),n=Symbol.for("lit-nothing"),f0=new WeakMap,K1=q1.createTreeWalker(q1,129);function y0(V,H){if(!s3(V)||!V.hasOwnProperty("raw"))throw Error("invalid template strings array");return u0!==void 0?u0.createHTML(H):H}var b0=(V,H)=>{let C=V.length-1,L=[],e,r=H===2?"<svg>":H===3?"<math>":"",M=F2;for(let i=0;i<C;i++){let A=V[i],v,h,s=-1,x=0;for(;x<A.length&&(M.lastIndex=x,h=M.exec(A),h!==null);)x=M.lastIndex,M===F2?h[1]==="!--"?M=c0:h[1]!==void 0?M=Z0:h[2]!==void 0?(O0.test(h[2])&&(e=RegExp("</"+h[2],"g")),M=Q1):h[3]!==void 0&&(M=Q1):M===Q1?h[0]===">"?(M=e??F2,s=-1):h[1]===void 0?s=-2:(s=M.lastIndex-h[2].length,v=h[1],M=h[3]===void 0?Q1:h[3]==='"'?h0:S0):M===h0||M===S0?M=Q1:M===c0||M===Z0?M=F2:(M=Q1,e=void 0);let c=M===Q1&&V[i+1].startsWith("/>")?" ":"";r+=M===F2?A+j6:s>=0?(L.push(v),A.slice(0,s)+m3+A.slice(s)+l1+c):A+l1+(s===-2?i:c)}return[y0(V,r+(V[C]||"<?>")+(H===2?"</svg>":H===3?"</math>":"")),L]},E2=class V{constructor({strings:H,_$litType$:C},L){let e;this.parts=[];let r=0,M=0,i=H.length-1,A=this.parts,[v,h]=b0(H,C);if(this.el=V.createElement(v,L),K1.currentNode=this.el.content,C===2||C===3){let s=this.el.content.firstChild;s.replaceWith(...s.childNodes)}for(;(e=K1.nextNode())!==null&&A.length<i;){if(e.nodeType===1){if(e.hasAttributes())for(let s of e.getAttributeNames())if(s.endsWith(m3)){let x=h[M++],c=e.getAttribute(s).split(l1),y=/([.?@])?(.*)/.exec(x);A.push({type:1,index:r,name:y[2],strings:c,ctor:y[1]==="."?a5:y[1]==="?"?A5:y[1]==="@"?n5:Y1}),e.removeAttribute(s)}else s.startsWith(l1)&&(A.push({type:6,index:r}),e.removeAttribute(s));if(O0.test(e.tagName)){let s=e.textContent.split(l1),x=s.length-1;if(x>0){e.textContent=i5?i5.emptyScript:"";for(let c=0;c<x;c++)e.append(s[c],$2()),K1.nextNode(),A.push({type:2,index:++r});e.append(s[x],$2())}}}else if(e.nodeType===8)if(e.data===l3)A.push({type:2,index:r});else{let s=-1;for(;(s=e.data.indexOf(l1,s+1))!==-1;)A.push({type:7,index:r}),s+=l1.length-1}r++}}static createElement(H,C){let L=q1.createElement("template");return L.innerHTML=H,L}};function j1(V,H,C=V,L){if(H===s1)return H;let e=L!==void 0?C._$Co?.[L]:C._$Cl,r=D2(H)?void 0:H._$litDirective$;return e?.constructor!==r&&(e?._$AO?.(!1),r===void 0?e=void 0:(e=new r(V),e._$AT(V,C,L)),L!==void 0?(C._$Co??=[])[L]=e:C._$Cl=e),e!==void 0&&(H=j1(V,e._$AS(V,H.values),e,L)),H}var o5=class{constructor(H,C){this._$AV=[],this._$AN=void 0,this._$AD=H,this._$AM=C}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(H){let{el:{content:C},parts:L}=this._$AD,e=(H?.creationScope??q1).importNode(C,!0);K1.currentNode=e;let r=K1.nextNode(),M=0,i=0,A=L[0];for(;A!==void 0;){if(M===A.index){let v;A.type===2?v=new d2(r,r.nextSibling,this,H):A.type===1?v=new A.ctor(r,A.name,A.strings,this,H):A.type===6&&(v=new d5(r,this,H)),this._$AV.push(v),A=L[++i]}M!==A?.index&&(r=K1.nextNode(),M++)}return K1.currentNode=q1,e}p(H){let C=0;for(let L of this._$AV)L!==void 0&&(L.strings!==void 0?(L._$AI(H,L,C),C+=L.strings.length-2):L._$AI(H[C])),C++}},d2=class V{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(H,C,L,e){this.type=2,this._$AH=n,this._$AN=void 0,this._$AA=H,this._$AB=C,this._$AM=L,this.options=e,this._$Cv=e?.isConnected??!0}get parentNode(){let H=this._$AA.parentNode,C=this._$AM;return C!==void 0&&H?.nodeType===11&&(H=C.parentNode),H}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(H,C=this){H=j1(this,H,C),D2(H)?H===n||H==null||H===""?(this._$AH!==n&&this._$AR(),this._$AH=n):H!==this._$AH&&H!==s1&&this._(H):H._$litType$!==void 0?this.$(H):H.nodeType!==void 0?this.T(H):g0(H)?this.k(H):this._(H)}O(H){return this._$AA.parentNode.insertBefore(H,this._$AB)}T(H){this._$AH!==H&&(this._$AR(),this._$AH=this.O(H))}_(H){this._$AH!==n&&D2(this._$AH)?this._$AA.nextSibling.data=H:this.T(q1.createTextNode(H)),this._$AH=H}$(H){let{values:C,_$litType$:L}=H,e=typeof L=="number"?this._$AC(H):(L.el===void 0&&(L.el=E2.createElement(y0(L.h,L.h[0]),this.options)),L);if(this._$AH?._$AD===e)this._$AH.p(C);else{let r=new o5(e,this),M=r.u(this.options);r.p(C),this.T(M),this._$AH=r}}_$AC(H){let C=f0.get(H.strings);return C===void 0&&f0.set(H.strings,C=new E2(H)),C}k(H){s3(this._$AH)||(this._$AH=[],this._$AR());let C=this._$AH,L,e=0;for(let r of H)e===C.length?C.push(L=new V(this.O($2()),this.O($2()),this,this.options)):L=C[e],L._$AI(r),e++;e<C.length&&(this._$AR(L&&L._$AB.nextSibling,e),C.length=e)}_$AR(H=this._$AA.nextSibling,C){for(this._$AP?.(!1,!0,C);H!==this._$AB;){let L=x0(H).nextSibling;x0(H).remove(),H=L}}setConnected(H){this._$AM===void 0&&(this._$Cv=H,this._$AP?.(H))}},Y1=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(H,C,L,e,r){this.type=1,this._$AH=n,this._$AN=void 0,this.element=H,this.name=C,this._$AM=e,this.options=r,L.length>2||L[0]!==""||L[1]!==""?(this._$AH=Array(L.length-1).fill(new String),this.strings=L):this._$AH=n}_$AI(H,C=this,L,e){let r=this.strings,M=!1;if(r===void 0)H=j1(this,H,C,0),M=!D2(H)||H!==this._$AH&&H!==s1,M&&(this._$AH=H);else{let i=H,A,v;for(H=r[0],A=0;A<r.length-1;A++)v=j1(this,i[L+A],C,A),v===s1&&(v=this._$AH[A]),M||=!D2(v)||v!==this._$AH[A],v===n?H=n:H!==n&&(H+=(v??"")+r[A+1]),this._$AH[A]=v}M&&!e&&this.j(H)}j(H){H===n?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,H??"")}},a5=class extends Y1{constructor(){super(...arguments),this.type=3}j(H){this.element[this.name]=H===n?void 0:H}},A5=class extends Y1{constructor(){super(...arguments),this.type=4}j(H){this.element.toggleAttribute(this.name,!!H&&H!==n)}},n5=class extends Y1{constructor(H,C,L,e,r){super(H,C,L,e,r),this.type=5}_$AI(H,C=this){if((H=j1(this,H,C,0)??n)===s1)return;let L=this._$AH,e=H===n&&L!==n||H.capture!==L.capture||H.once!==L.once||H.passive!==L.passive,r=H!==n&&(L===n||e);e&&this.element.removeEventListener(this.name,this,L),r&&this.element.addEventListener(this.name,this,H),this._$AH=H}handleEvent(H){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,H):this._$AH.handleEvent(H)}},d5=class{constructor(H,C,L){this.element=H,this.type=6,this._$AN=void 0,this._$AM=C,this.options=L}get _$AU(){return this._$AM._$AU}_$AI(H){j1(this,H)}},w0={M:m3,P:l1,A:l3,C:1,L:b0,R:o5,D:g0,V:j1,I:d2,H:Y1,N:A5,U:n5,B:a5,F:d5},Y6=p3.litHtmlPolyfillSupport;Y6?.(E2,d2),(p3.litHtmlVersions??=[]).push("3.3.3");var k0=(V,H,C)=>{let L=C?.renderBefore??H,e=L._$litPart$;if(e===void 0){let r=C?.renderBefore??null;L._$litPart$=e=new d2(H.insertBefore($2(),r),r,void 0,C??{})}return e._$AI(V),e};var x3=globalThis,Z=class extends m1{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let H=super.createRenderRoot();return this.renderOptions.renderBefore??=H.firstChild,H}update(H){let C=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(H),this._$Do=k0(C,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return s1}};Z._$litElement$=!0,Z.finalized=!0,x3.litElementHydrateSupport?.({LitElement:Z});var X6=x3.litElementPolyfillSupport;X6?.({LitElement:Z});(x3.litElementVersions??=[]).push("4.2.2");var J6={attribute:!0,type:String,converter:_2,reflect:!1,hasChanged:t5},C8=(V=J6,H,C)=>{let{kind:L,metadata:e}=C,r=globalThis.litPropertyMetadata.get(e);if(r===void 0&&globalThis.litPropertyMetadata.set(e,r=new Map),L==="setter"&&((V=Object.create(V)).wrapped=!0),r.set(C.name,V),L==="accessor"){let{name:M}=C;return{set(i){let A=H.get.call(this);H.set.call(this,i),this.requestUpdate(M,A,V,!0,i)},init(i){return i!==void 0&&this.C(M,void 0,V,i),i}}}if(L==="setter"){let{name:M}=C;return function(i){let A=this[M];H.call(this,i),this.requestUpdate(M,A,V,!0,i)}}throw Error("Unsupported decorator location: "+L)};function m(V){return(H,C)=>typeof C=="object"?C8(V,H,C):((L,e,r)=>{let M=e.hasOwnProperty(r);return e.constructor.createProperty(r,L),M?Object.getOwnPropertyDescriptor(e,r):void 0})(V,H,C)}function B(V){return m({...V,state:!0,attribute:!1})}var X1=(V,H,C)=>(C.configurable=!0,C.enumerable=!0,Reflect.decorate&&typeof H!="object"&&Object.defineProperty(V,H,C),C);function J1(V,H){return(C,L,e)=>{let r=M=>M.renderRoot?.querySelector(V)??null;if(H){let{get:M,set:i}=typeof L=="object"?C:e??(()=>{let A=Symbol();return{get(){return this[A]},set(v){this[A]=v}}})();return X1(C,L,{get(){let A=M.call(this);return A===void 0&&(A=r(this),(A!==null||this.hasUpdated)&&i.call(this,A)),A}})}return X1(C,L,{get(){return r(this)}})}}var T0={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},R0=V=>(...H)=>({_$litDirective$:V,values:H}),p5=class{constructor(H){}get _$AU(){return this._$AM._$AU}_$AT(H,C,L){this._$Ct=H,this._$AM=C,this._$Ci=L}_$AS(H,C){return this.update(H,C)}update(H,C){return this.render(...C)}};var{I:H8}=w0,B0=V=>V;var P0=()=>document.createComment(""),p2=(V,H,C)=>{let L=V._$AA.parentNode,e=H===void 0?V._$AB:H._$AA;if(C===void 0){let r=L.insertBefore(P0(),e),M=L.insertBefore(P0(),e);C=new H8(r,M,V,V.options)}else{let r=C._$AB.nextSibling,M=C._$AM,i=M!==V;if(i){let A;C._$AQ?.(V),C._$AM=V,C._$AP!==void 0&&(A=V._$AU)!==M._$AU&&C._$AP(A)}if(r!==e||i){let A=C._$AA;for(;A!==r;){let v=B0(A).nextSibling;B0(L).insertBefore(A,e),A=v}}}return C},k1=(V,H,C=V)=>(V._$AI(H,C),V),V8={},_0=(V,H=V8)=>V._$AH=H,F0=V=>V._$AH,m5=V=>{V._$AR(),V._$AA.remove()};var $0=(V,H,C)=>{let L=new Map;for(let e=H;e<=C;e++)L.set(V[e],e);return L},z=R0(class extends p5{constructor(V){if(super(V),V.type!==T0.CHILD)throw Error("repeat() can only be used in text expressions")}dt(V,H,C){let L;C===void 0?C=H:H!==void 0&&(L=H);let e=[],r=[],M=0;for(let i of V)e[M]=L?L(i,M):M,r[M]=C(i,M),M++;return{values:r,keys:e}}render(V,H,C){return this.dt(V,H,C).values}update(V,[H,C,L]){let e=F0(V),{values:r,keys:M}=this.dt(H,C,L);if(!Array.isArray(e))return this.ut=M,r;let i=this.ut??=[],A=[],v,h,s=0,x=e.length-1,c=0,y=r.length-1;for(;s<=x&&c<=y;)if(e[s]===null)s++;else if(e[x]===null)x--;else if(i[s]===M[c])A[c]=k1(e[s],r[c]),s++,c++;else if(i[x]===M[y])A[y]=k1(e[x],r[y]),x--,y--;else if(i[s]===M[y])A[y]=k1(e[s],r[y]),p2(V,A[y+1],e[s]),s++,y--;else if(i[x]===M[c])A[c]=k1(e[x],r[c]),p2(V,e[s],e[x]),x--,c++;else if(v===void 0&&(v=$0(M,c,y),h=$0(i,s,x)),v.has(i[s]))if(v.has(i[x])){let p1=h.get(M[c]),o3=p1!==void 0?e[p1]:null;if(o3===null){let n0=p2(V,e[s]);k1(n0,r[c]),A[c]=n0}else A[c]=k1(o3,r[c]),p2(V,e[s],o3),e[p1]=null;c++}else m5(e[x]),x--;else m5(e[s]),s++;for(;c<=y;){let p1=p2(V,A[y+1]);k1(p1,r[c]),A[c++]=p1}for(;s<=x;){let p1=e[s++];p1!==null&&m5(p1)}return this.ut=M,_0(V,A),s1}});var s5=100,l5=24,L8=8,E0=3,e8=.5;function m2(V){let H=r8(V),[C]=H;if(!C||H.length<E0)return n;let L=`M${H.map(([r,M])=>`${r} ${M}`).join("L")}`,e=`${L}L${s5} ${l5}L${C[0]} ${l5}Z`;return t`<svg
    class="sparkline"
    viewBox="0 0 ${s5} ${l5}"
    preserveAspectRatio="none"
    aria-hidden="true"
    focusable="false"
  >
    <path class="area" d=${e}></path>
    <path class="line" d=${L}></path>
  </svg>`}function r8(V){let H=Math.max(...V),C=Math.min(...V),L=Math.max(H-C,H*e8,Number.EPSILON),e=(H+C+L)/2,r=s5/(Math.max(V.length,L8)-1);return V.map((M,i)=>[D0(s5-(V.length-1-i)*r),D0((e-M)/L*l5)])}function D0(V){return Math.round(V*10)/10}function l2(V,H,C){if(H.length<E0)return"";let L=C===null?H:[...H,C];return V.text("panel_latency_range",{least:V.format.milliseconds(Math.min(...L)),most:V.format.milliseconds(Math.max(...L))})}var s2=p`
  .sparkline {
    display: block;
    width: 100%;
    height: 24px;
    overflow: visible;
  }
  .sparkline .line {
    fill: none;
    stroke: var(--type-color);
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .sparkline .area {
    fill: var(--type-color);
    opacity: 0.15;
  }
`;var c3="plex_connection",u3=new Map;async function x1(V){let H=u3.get(V.language);return H||(H=M8(V),u3.set(V.language,H),H.catch(()=>u3.delete(V.language))),Z3(await H)}async function M8(V){let[H,C]=await Promise.all([V.loadBackendTranslation("common",c3),V.loadBackendTranslation("entity",c3)]);return(L,e)=>H(L,e)||C(L,e)}function Z3(V){return(H,C)=>{let L=H.startsWith("entity.")?H:`common.${H}`;return V(`component.${c3}.${L}`,C)}}function F(V,H){return V(`panel_type_${H??"unknown"}`)}function v2({refused:V,problem:H}){return V&&H!=="access_refused"}function T1(V,H){return v2(H)?V("panel_type_refused"):F(V,H.connection_type)}function x2(V){return v2(V)?"type-refused":`type-${V.connection_type??"unknown"}`}function v5(V,H){return(H==="not_known"?"":V(`entity.sensor.problem.state.${H}`))||V("panel_cause_not_known")}function u2(V,H,C){return H==="pinned"&&C==="offline"?V("logbook_reason_pinned_down"):V(`logbook_reason_${H}`)||V("logbook_reason_unknown")}function N0(V,H){return V(`logbook_trigger_${H}`)||V("logbook_trigger_unknown")}function x5(V,{state:H,plex_tv:C}){return H!=="loaded"?V(`panel_entry_${H}`)||V("panel_entry_other"):V(`panel_plex_tv_${C??"unknown"}`)}var t8={starting:"notice",refused:"warning",offline:"error",relay:"warning"};function M1({problem:V}){return V&&V!=="none"?V:null}function c2(V){return V.problem!=="none"?null:V.starting?"starting":V.refused?"refused":V.connection_type==="offline"?"offline":V.connection_type==="relay"&&V.owned&&V.pinned===null?"relay":null}function U(V){let H=c2(V);return H?t8[H]:V.severity}function u5(V){return M1(V)!==null||c2(V)!==null}function I0(V,H){let C=M1(H);return C?v5(V,C):c2(H)==="starting"?V("panel_badge_starting"):T1(V,H)}function S(V){return H=>{customElements.get(V)||customElements.define(V,H)}}var W0="M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M7.07,18.28C7.5,17.38 10.12,16.5 12,16.5C13.88,16.5 16.5,17.38 16.93,18.28C15.57,19.36 13.86,20 12,20C10.14,20 8.43,19.36 7.07,18.28M18.36,16.83C16.93,15.09 13.46,14.5 12,14.5C10.54,14.5 7.07,15.09 5.64,16.83C4.62,15.5 4,13.82 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,13.82 19.38,15.5 18.36,16.83M12,6C10.06,6 8.5,7.56 8.5,9.5C8.5,11.44 10.06,13 12,13C13.94,13 15.5,11.44 15.5,9.5C15.5,7.56 13.94,6 12,6M12,11A1.5,1.5 0 0,1 10.5,9.5A1.5,1.5 0 0,1 12,8A1.5,1.5 0 0,1 13.5,9.5A1.5,1.5 0 0,1 12,11Z";var U0="M11,15H13V17H11V15M11,7H13V13H11V7M12,2C6.47,2 2,6.5 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M12,20A8,8 0 0,1 4,12A8,8 0 0,1 12,4A8,8 0 0,1 20,12A8,8 0 0,1 12,20Z";var G0="M20,11V13H8L13.5,18.5L12.08,19.92L4.16,12L12.08,4.08L13.5,5.5L8,11H20Z";var z0="M4,11V13H16L10.5,18.5L11.92,19.92L19.84,12L11.92,4.08L10.5,5.5L16,11H4Z";var Q0="M12,7L17,12H14V16H10V12H7L12,7M12,22A10,10 0 0,1 2,12A10,10 0 0,1 12,2A10,10 0 0,1 22,12A10,10 0 0,1 12,22M12,20A8,8 0 0,0 20,12A8,8 0 0,0 12,4A8,8 0 0,0 4,12A8,8 0 0,0 12,20Z";var K0="M12 2C6.5 2 2 6.5 2 12S6.5 22 12 22 22 17.5 22 12 17.5 2 12 2M12 20C7.59 20 4 16.41 4 12S7.59 4 12 4 20 7.59 20 12 16.41 20 12 20M16.59 7.58L10 14.17L7.41 11.59L6 13L10 17L18 9L16.59 7.58Z";var q0="M8.59,16.58L13.17,12L8.59,7.41L10,6L16,12L10,18L8.59,16.58Z";var j0="M12,20C7.59,20 4,16.41 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,16.41 16.41,20 12,20M12,2C6.47,2 2,6.47 2,12C2,17.53 6.47,22 12,22C17.53,22 22,17.53 22,12C22,6.47 17.53,2 12,2M14.59,8L12,10.59L9.41,8L8,9.41L10.59,12L8,14.59L9.41,16L12,13.41L14.59,16L16,14.59L13.41,12L16,9.41L14.59,8Z";var Y0="M21.86 12.5C21.1 11.63 20.15 11.13 19 11C19 9.05 18.32 7.4 16.96 6.04C15.6 4.68 13.95 4 12 4C10.42 4 9 4.47 7.75 5.43S5.67 7.62 5.25 9.15C4 9.43 2.96 10.08 2.17 11.1S1 13.28 1 14.58C1 16.09 1.54 17.38 2.61 18.43C3.69 19.5 5 20 6.5 20H18.5C19.75 20 20.81 19.56 21.69 18.69C22.56 17.81 23 16.75 23 15.5C23 14.35 22.62 13.35 21.86 12.5M20.27 17.27C19.79 17.76 19.2 18 18.5 18H6.5C5.53 18 4.71 17.66 4.03 17C3.34 16.29 3 15.47 3 14.5S3.34 12.71 4.03 12.03C4.71 11.34 5.53 11 6.5 11H7C7 9.62 7.5 8.44 8.46 7.46C9.44 6.5 10.62 6 12 6S14.56 6.5 15.54 7.46C16.5 8.44 17 9.62 17 11V13H18.5C19.2 13 19.79 13.24 20.27 13.73S21 14.8 21 15.5 20.76 16.79 20.27 17.27M16 12C16 9.79 14.21 8 12 8S8 9.79 8 12 9.79 16 12 16C12.74 16 13.43 15.79 14 15.43L16.57 18L18 16.57L15.43 14C15.79 13.43 16 12.74 16 12M12 14C10.9 14 10 13.11 10 12S10.9 10 12 10 14 10.9 14 12 13.11 14 12 14Z";var X0="M19,21H8V7H19M19,5H8A2,2 0 0,0 6,7V21A2,2 0 0,0 8,23H19A2,2 0 0,0 21,21V7A2,2 0 0,0 19,5M16,1H4A2,2 0 0,0 2,3V17H4V3H16V1Z";var J0="M16.24,3.56L21.19,8.5C21.97,9.29 21.97,10.55 21.19,11.34L12,20.53C10.44,22.09 7.91,22.09 6.34,20.53L2.81,17C2.03,16.21 2.03,14.95 2.81,14.16L13.41,3.56C14.2,2.78 15.46,2.78 16.24,3.56M4.22,15.58L7.76,19.11C8.54,19.9 9.8,19.9 10.59,19.11L14.12,15.58L9.17,10.63L4.22,15.58Z";var C7="M11,18H13V16H11V18M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M12,20C7.59,20 4,16.41 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,16.41 16.41,20 12,20M12,6A4,4 0 0,0 8,10H10A2,2 0 0,1 12,8A2,2 0 0,1 14,10C14,12 11,11.75 11,15H13C13,12.75 16,12.5 16,10A4,4 0 0,0 12,6Z";var H7="M11,9H13V7H11M12,20C7.59,20 4,16.41 4,12C4,7.59 7.59,4 12,4C16.41,4 20,7.59 20,12C20,16.41 16.41,20 12,20M12,2A10,10 0 0,0 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2M11,17H13V11H11V17Z";var V7="M4 1C2.89 1 2 1.89 2 3V7C2 8.11 2.89 9 4 9H1V11H13V9H10C11.11 9 12 8.11 12 7V3C12 1.89 11.11 1 10 1H4M4 3H10V7H4V3M14 13C12.89 13 12 13.89 12 15V19C12 20.11 12.89 21 14 21H11V23H23V21H20C21.11 21 22 20.11 22 19V15C22 13.89 21.11 13 20 13H14M14 15H20V19H14V15M5.5 20.5L10.5 15.5L9 14L5.5 17.5L3.5 15.5L2 17L5.5 20.5Z",L7="M4,1C2.89,1 2,1.89 2,3V7C2,8.11 2.89,9 4,9H1V11H13V9H10C11.11,9 12,8.11 12,7V3C12,1.89 11.11,1 10,1H4M4,3H10V7H4V3M3,13V18L3,20H10V18H5V13H3M14,13C12.89,13 12,13.89 12,15V19C12,20.11 12.89,21 14,21H11V23H23V21H20C21.11,21 22,20.11 22,19V15C22,13.89 21.11,13 20,13H14M14,15H20V19H14V15Z",e7="M4,1C2.89,1 2,1.89 2,3V7C2,8.11 2.89,9 4,9H1V11H13V9H10C11.11,9 12,8.11 12,7V3C12,1.89 11.11,1 10,1H4M4,3H10V7H4V3M14,13C12.89,13 12,13.89 12,15V19C12,20.11 12.89,21 14,21H11V23H23V21H20C21.11,21 22,20.11 22,19V15C22,13.89 21.11,13 20,13H14M3.88,13.46L2.46,14.88L4.59,17L2.46,19.12L3.88,20.54L6,18.41L8.12,20.54L9.54,19.12L7.41,17L9.54,14.88L8.12,13.46L6,15.59L3.88,13.46M14,15H20V19H14V15Z";var r7="M16 20V10H4V20H16M16 8C17.1 8 18 8.9 18 10V20C18 21.1 17.1 22 16 22H4C2.9 22 2 21.1 2 20V10C2 8.9 2.9 8 4 8H13V6C13 4.3 11.7 3 10 3S7 4.3 7 6H5C5 3.2 7.2 1 10 1S15 3.2 15 6V8H16M10 17C8.9 17 8 16.1 8 15S8.9 13 10 13 12 13.9 12 15 11.1 17 10 17M22 7H20V13H22V7M22 15H20V17H22V15Z";var M7="M9.5,3A6.5,6.5 0 0,1 16,9.5C16,11.11 15.41,12.59 14.44,13.73L14.71,14H15.5L20.5,19L19,20.5L14,15.5V14.71L13.73,14.44C12.59,15.41 11.11,16 9.5,16A6.5,6.5 0 0,1 3,9.5A6.5,6.5 0 0,1 9.5,3M9.5,5C7,5 5,7 5,9.5C5,12 7,14 9.5,14C12,14 14,12 14,9.5C14,7 12,5 9.5,5Z";var t7="M3,6H21V8H3V6M3,11H21V13H3V11M3,16H21V18H3V16Z";var i7="M16,12V4H17V2H7V4H8V12L6,14V16H11.2V22H12.8V16H18V14L16,12Z",o7="M2,5.27L3.28,4L20,20.72L18.73,22L12.8,16.07V22H11.2V16H6V14L8,12V11.27L2,5.27M16,12L18,14V16H17.82L8,6.18V4H7V2H17V4H16V12Z";var a7="M16,12V4H17V2H7V4H8V12L6,14V16H11.2V22H12.8V16H18V14L16,12M8.8,14L10,12.8V4H14V12.8L15.2,14H8.8Z";var A7="M17.65,6.35C16.2,4.9 14.21,4 12,4A8,8 0 0,0 4,12A8,8 0 0,0 12,20C15.73,20 18.84,17.45 19.73,14H17.65C16.83,16.33 14.61,18 12,18A6,6 0 0,1 6,12A6,6 0 0,1 12,6C13.66,6 15.14,6.69 16.22,7.78L13,11H20V4L17.65,6.35Z";var n7="M13,19H14A1,1 0 0,1 15,20H15.73L13,17.27V19M22,20V21.18L20.82,20H22M21,22.72L19.73,24L17.73,22H15A1,1 0 0,1 14,23H10A1,1 0 0,1 9,22H2V20H9A1,1 0 0,1 10,19H11V17H4A1,1 0 0,1 3,16V12A1,1 0 0,1 4,11H6.73L4.73,9H4A1,1 0 0,1 3,8V7.27L1,5.27L2.28,4L21,22.72M4,3H20A1,1 0 0,1 21,4V8A1,1 0 0,1 20,9H9.82L7,6.18V5H5.82L3.84,3C3.89,3 3.94,3 4,3M20,11A1,1 0 0,1 21,12V16A1,1 0 0,1 20,17H17.82L11.82,11H20M9,7H10V5H9V7M9,15H10V14.27L9,13.27V15M5,13V15H7V13H5Z";var d7="M12 16C13.66 16 15 14.66 15 13C15 11.88 14.39 10.9 13.5 10.39L3.79 4.77L9.32 14.35C9.82 15.33 10.83 16 12 16M12 3C10.19 3 8.5 3.5 7.03 4.32L9.13 5.53C10 5.19 11 5 12 5C16.42 5 20 8.58 20 13C20 15.21 19.11 17.21 17.66 18.65H17.65C17.26 19.04 17.26 19.67 17.65 20.06C18.04 20.45 18.68 20.45 19.07 20.07C20.88 18.26 22 15.76 22 13C22 7.5 17.5 3 12 3M2 13C2 15.76 3.12 18.26 4.93 20.07C5.32 20.45 5.95 20.45 6.34 20.06C6.73 19.67 6.73 19.04 6.34 18.65C4.89 17.2 4 15.21 4 13C4 12 4.19 11 4.54 10.1L3.33 8C2.5 9.5 2 11.18 2 13Z";var p7="M6,2V8H6V8L10,12L6,16V16H6V22H18V16H18V16L14,12L18,8V8H18V2H6M16,16.5V20H8V16.5L12,12.5L16,16.5M12,11.5L8,7.5V4H16V7.5L12,11.5Z";var m7="M18,11H14.82C14.4,9.84 13.3,9 12,9C10.7,9 9.6,9.84 9.18,11H6C5.67,11 4,10.9 4,9V8C4,6.17 5.54,6 6,6H16.18C16.6,7.16 17.7,8 19,8A3,3 0 0,0 22,5A3,3 0 0,0 19,2C17.7,2 16.6,2.84 16.18,4H6C4.39,4 2,5.06 2,8V9C2,11.94 4.39,13 6,13H9.18C9.6,14.16 10.7,15 12,15C13.3,15 14.4,14.16 14.82,13H18C18.33,13 20,13.1 20,15V16C20,17.83 18.46,18 18,18H7.82C7.4,16.84 6.3,16 5,16A3,3 0 0,0 2,19A3,3 0 0,0 5,22C6.3,22 7.4,21.16 7.82,20H18C19.61,20 22,18.93 22,16V15C22,12.07 19.61,11 18,11M19,4A1,1 0 0,1 20,5A1,1 0 0,1 19,6A1,1 0 0,1 18,5A1,1 0 0,1 19,4M5,20A1,1 0 0,1 4,19A1,1 0 0,1 5,18A1,1 0 0,1 6,19A1,1 0 0,1 5,20Z";var l7="M16.36,14C16.44,13.34 16.5,12.68 16.5,12C16.5,11.32 16.44,10.66 16.36,10H19.74C19.9,10.64 20,11.31 20,12C20,12.69 19.9,13.36 19.74,14M14.59,19.56C15.19,18.45 15.65,17.25 15.97,16H18.92C17.96,17.65 16.43,18.93 14.59,19.56M14.34,14H9.66C9.56,13.34 9.5,12.68 9.5,12C9.5,11.32 9.56,10.65 9.66,10H14.34C14.43,10.65 14.5,11.32 14.5,12C14.5,12.68 14.43,13.34 14.34,14M12,19.96C11.17,18.76 10.5,17.43 10.09,16H13.91C13.5,17.43 12.83,18.76 12,19.96M8,8H5.08C6.03,6.34 7.57,5.06 9.4,4.44C8.8,5.55 8.35,6.75 8,8M5.08,16H8C8.35,17.25 8.8,18.45 9.4,19.56C7.57,18.93 6.03,17.65 5.08,16M4.26,14C4.1,13.36 4,12.69 4,12C4,11.31 4.1,10.64 4.26,10H7.64C7.56,10.66 7.5,11.32 7.5,12C7.5,12.68 7.56,13.34 7.64,14M12,4.03C12.83,5.23 13.5,6.57 13.91,8H10.09C10.5,6.57 11.17,5.23 12,4.03M18.92,8H15.97C15.65,6.75 15.19,5.55 14.59,4.44C16.43,5.07 17.96,6.34 18.92,8M12,2C6.47,2 2,6.5 2,12A10,10 0 0,0 12,22A10,10 0 0,0 22,12A10,10 0 0,0 12,2Z";var i8={account:W0,alert:U0,back:G0,forward:z0,better:Q0,ok:K0,chevron:q0,copy:X0,failed:j0,rediscover:Y0,forget:J0,unknown:C7,info:H7,test:V7,local:L7,away:e7,unencrypted:r7,search:M7,menu:t7,pin:a7,pinned:i7,unpin:o7,reload:A7,offline:n7,slow:d7,waiting:p7,relay:m7,remote:l7};function u(V){return t`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${o8(i8[V])}
  </svg>`}function J(V){return V??"unknown"}function o8(V){return v1`<path d=${V}></path>`}function c5(V,H=!1){H?history.replaceState(null,"",V):history.pushState(null,"",V),window.dispatchEvent(new CustomEvent("location-changed",{detail:{replace:H}}))}var Z5="/config/integrations/integration/plex_connection",s7="/config/repairs",S5="/config/integrations/dashboard/add?domain=plex_connection";function D(V){let H=!(V.ctrlKey||V.metaKey||V.shiftKey||V.altKey),C=V.currentTarget.getAttribute("href");C&&H&&V.button===0&&!V.defaultPrevented&&(V.preventDefault(),c5(C))}var a8=[{key:"failing",icon:"alert",tone:"warning",isOn:V=>V.failure_count>0},{key:"unlisted",icon:"unknown",tone:"warning",isOn:V=>V.unlisted_since!==null},{key:"starting",icon:"waiting",tone:"info",isOn:V=>V.starting},{key:"slow",icon:"slow",tone:"warning",isOn:V=>V.performance==="degraded"},{key:"unencrypted",icon:"unencrypted",tone:"warning",isOn:V=>V.encrypted===!1},{key:"better",icon:"better",tone:"info",isOn:V=>V.better!==null},{key:"pinned",icon:"pinned",tone:"info",isOn:V=>V.pinned!==null}],A8={not_listed:"unlisted",replaced:"unlisted",starting:"starting",slow:"slow",https_refused:"unencrypted",pinned_down:"pinned"};function n8(V,H){let C=M1(H);return C!==null&&["failing",A8[C]].includes(V.key)}function h5(V,H){let C={count:V.format.number(H.failure_count)},L=H.open_repairs>0?[t`<li class="badge warning">
            ${u("alert")}${S3(V,H)}
          </li>`]:[],e=a8.filter(r=>r.isOn(H)&&!n8(r,H)).map(r=>t`<li class="badge ${r.tone}">
      ${u(r.icon)}<span>${V.text(`panel_badge_${r.key}`,C)}</span>
    </li>`);return[...L,...e]}function S3(V,H){let C=V.format.number(H.open_repairs),L=V.text("panel_badge_repairs",{count:C});return V.isAdmin?t`<a class="repairs" href=${s7} @click=${D}>${L}</a>`:t`<span>${L}</span>`}var f5=p`
  .badges {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 2px 8px;
    padding-inline-start: 6px;
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: color-mix(in srgb, var(--badge-color) 15%, transparent);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 20px;
  }
  .badge .repairs {
    /* Above the link that covers the tile. */
    position: relative;
    z-index: 1;
    color: inherit;
  }
  .badge .icon {
    width: 16px;
    height: 16px;
  }
  .badge.warning {
    --badge-color: var(--warning-color, #ffa600);
  }
  .badge.info {
    --badge-color: var(--info-color, #039be5);
  }
`;var v7=0;function O5(V){let H=Date.parse(V);Number.isFinite(H)&&(v7=H-Date.now())}function Q(){return Date.now()+v7}var d8=1e3,g5=new Set,h3;function y5(V){return g5.add(V),h3??=setInterval(p8,d8),()=>{g5.delete(V),g5.size===0&&(clearInterval(h3),h3=void 0)}}function p8(){if(document.visibilityState!=="hidden")for(let V of g5)V()}var m8="plex-connection-time",N2,I2,f3,u1=class extends Z{constructor(){super(...arguments);l(this,I2);this.at=null;this.host=null;this.mode="relative";this.due="";this.text="";l(this,N2)}connectedCallback(){super.connectedCallback(),w(this,N2,y5(()=>o(this,I2,f3).call(this)))}disconnectedCallback(){var C;super.disconnectedCallback(),(C=a(this,N2))==null||C.call(this)}willUpdate(){o(this,I2,f3).call(this)}render(){let C=this.at===null?"":this.host?.format.dateTime(new Date(this.at));return t`<time datetime=${this.at??""} title=${C??""}>${this.text}</time>`}};N2=new WeakMap,I2=new WeakSet,f3=function(){let{at:C,host:L}=this;if(C===null||!L){this.text="";return}let e=(Date.parse(C)-Q())/1e3;this.mode==="duration"?this.text=L.format.duration(Math.abs(e)):this.text=this.due&&e<1?this.due:L.format.relative(e)},d([m({attribute:!1})],u1.prototype,"at",2),d([m({attribute:!1})],u1.prototype,"host",2),d([m()],u1.prototype,"mode",2),d([m({attribute:!1})],u1.prototype,"due",2),d([B()],u1.prototype,"text",2),u1=d([S(m8)],u1);function t1(V,H,{mode:C="relative",due:L=""}={}){return t`<plex-connection-time
    .at=${H}
    .host=${V}
    .mode=${C}
    .due=${L}
  ></plex-connection-time>`}function w5(V,H){return t`<dl class="facts">
    ${b5(V,"address",l8(H.active))}
    ${b5(V,"last_change",O3(V,H),"line")}
    ${b5(V,"standby",g3(V,H))}
    ${b5(V,"next_check",y3(V,H))}
  </dl>`}function b5(V,H,C,L=""){let e=t`<span class="secondary">${V.text("panel_none")}</span>`;return t`<dt>${V.text(`panel_${H}`)}</dt>
    <dd class=${L}>${C??e}</dd>`}function l8(V){return V&&t`<span class="address">${V.address}</span>`}function g3({text:V,format:H},{fall_backs:C}){if(!C.length)return null;let L=C.map(({type:e,latency_ms:r},M)=>{let i=r===null||M?"":` ${H.milliseconds(r)}`;return`${V(`panel_server_place_${e}`)}${i}`});return t`${L.reduce((e,r)=>V("panel_standby_then",{first:e,next:r}))}`}function O3(V,H){let{since:C,reason:L,connection_type:e}=H;if(!C)return null;let r=v2(H)?t`${F(V.text,e)} · `:n,M=L?s8(u2(V.text,L,e)):n;return t`${r}${t1(V,C)}${M}`}function y3(V,{next_check:H}){return H?V.connected?t1(V,H,{due:V.text("panel_checking")}):t`${V.format.time(new Date(H))}`:null}function s8(V){return t`<span class="secondary"> · ${V}</span>`}var k5=p`
  .facts {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 4px 12px;
    margin: 0;
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }
  .facts dt {
    color: var(--secondary-text-color, #5e5e5e);
  }
  .facts dd {
    min-width: 0;
    margin: 0;
    overflow-wrap: anywhere;
  }
  /* Always one line, however long the reason: nothing moves when it changes. */
  .facts .line {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* Two lines on a phone, where most reasons need them. */
  @media (max-width: 500px) {
    .facts .line {
      display: -webkit-box;
      min-height: 32px;
      white-space: normal;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
    }
  }
`;function e1(V){return`severity-${V??"unknown"}`}function W2(V){return V==="ok"?"ok":V==="notice"?"info":"alert"}function T5(V,H){let C=M1(H);if(!C)return n;let L=U(H);return t`<p class="problem ${e1(L)}">
    ${u(W2(L))}<span>${v5(V.text,C)}</span>
  </p>`}var U2=p`
  .severity-ok {
    --severity-color: var(--success-color, #43a047);
  }
  .severity-notice {
    --severity-color: color-mix(
      in srgb,
      var(--warning-color, #ffa600) 60%,
      var(--secondary-text-color, #5e5e5e)
    );
  }
  .severity-warning {
    --severity-color: var(--warning-color, #ffa600);
  }
  .severity-error {
    --severity-color: var(--error-color, #db4437);
  }
  .severity-unknown {
    --severity-color: var(--disabled-color, #bdbdbd);
  }
`,Z2=p`
  ${U2}

  .severity-notice,
  .severity-warning,
  .severity-error {
    --type-color: var(--severity-color);
  }
  /* Amber means that something is wrong; this relay is as its owner wants it. */
  .severity-ok.type-relay {
    --type-color: var(--info-color, #039be5);
  }
  .problem {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 0;
    padding: 4px 8px;
    border-radius: var(--ha-border-radius-sm, 4px);
    background: color-mix(in srgb, var(--severity-color) 12%, transparent);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  .problem .icon {
    width: 20px;
    height: 20px;
    fill: var(--severity-color);
  }
`;var T=p`
  .type-local {
    --type-color: var(--success-color, #43a047);
  }
  .type-remote {
    --type-color: var(--info-color, #039be5);
  }
  .type-relay,
  .type-refused {
    --type-color: var(--warning-color, #ffa600);
  }
  .type-offline {
    --type-color: var(--error-color, #db4437);
  }
  .type-unknown {
    --type-color: var(--disabled-color, #bdbdbd);
  }
`,f=p`
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
    /* Home Assistant's own color of links is too pale to be read on white. */
    color: color-mix(
      in srgb,
      var(--primary-color, #009ac7) 60%,
      var(--primary-text-color, #141414)
    );
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
    /* Addresses and figures are left to right in every language. */
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
`;var G2=p`
  .circle {
    display: flex;
    align-items: center;
    justify-content: center;
    width: 36px;
    height: 36px;
    flex: none;
    border-radius: 50%;
    background: color-mix(in srgb, var(--type-color) 20%, transparent);
    color: var(--type-color);
  }
`,x7=p`
  ${G2}

  .tile {
    position: relative;
    height: 100%;
  }
  .inner {
    /* The browser does not render tiles outside the viewport. This would cut off border and
       shadow, which are therefore the surrounding card's. */
    content-visibility: auto;
    contain-intrinsic-width: none;
    contain-intrinsic-height: auto 164px;
    display: flex;
    flex-direction: column;
    gap: 12px;
    height: 100%;
    padding: 12px;
    border-radius: inherit;
  }

  .head {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 52px;
  }
  .who {
    flex: 1;
    min-width: 0;
  }
  .who h3 {
    display: -webkit-box;
    margin: 0;
    overflow: hidden;
    font-size: var(--ha-font-size-m, 14px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 20px;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .who > span {
    display: block;
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }

  a {
    color: inherit;
    text-decoration: none;
  }
  a:focus-visible {
    outline: none;
  }
  /* The link covers the whole tile. */
  a::after {
    position: absolute;
    inset: 0;
    border-radius: inherit;
    content: "";
    transition: background-color 180ms ease-in-out;
  }
  a:hover::after {
    background: color-mix(in srgb, var(--primary-text-color, #141414) 4%, transparent);
  }
  a:focus-visible::after {
    border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
    outline: 2px solid var(--primary-color, #009ac7);
    outline-offset: -2px;
  }

  .latency {
    width: 88px;
    flex: none;
  }
  .now {
    display: block;
    font-size: var(--ha-font-size-xl, 20px);
    line-height: 24px;
    text-align: end;
  }
  .latency .sparkline {
    margin-block-start: 4px;
  }

  .badges {
    margin-block-start: auto;
  }
`;var i1,u7,c7,Z7,S7,C1=class extends Z{constructor(){super(...arguments);l(this,i1);this.hasLine=!1;this.hasDetails=!1;this.path=null;this.accountName=null;this.entityId=null}render(){let{host:C,server:L}=this,e=h5(C,L);return t`<div class="row ${x2(L)} ${e1(U(L))}">
      <div class="head">
        <span class="circle">${u(J(L.connection_type))}</span>
        <div class="who">
          <span class="name">${o(this,i1,u7).call(this)}</span>
          <span class="type">${T1(C.text,L)}</span>
        </div>
        ${o(this,i1,Z7).call(this)}
      </div>
      ${T5(C,L)}
      ${this.hasDetails?w5(C,L):n}
      ${e.length>0?t`<ul class="badges">${e}</ul>`:n}
    </div>`}};i1=new WeakSet,u7=function(){let{server:C,accountName:L}=this,e=L?t` (<bdi>${L}</bdi>)`:n,r=t`<bdi>${C.name}</bdi>${e}`;return this.path?t`<a class="open" href=${this.path} @click=${D}>${r}</a>`:this.entityId?t`<button class="open" type="button" @click=${o(this,i1,c7)}>
          ${r}
        </button>`:r},c7=function(){this.dispatchEvent(new CustomEvent("hass-more-info",{detail:{entityId:this.entityId},bubbles:!0,composed:!0}))},Z7=function(){let{host:C,server:L}=this;return t`<div class="latency">
      <span class="visually-hidden">${C.text("panel_latency")}</span>
      <span class="number">
        ${L.latency_ms===null?"–":C.format.milliseconds(L.latency_ms)}
      </span>
      ${this.hasLine?o(this,i1,S7).call(this):n}
    </div>`},S7=function(){let{recent_ms:C,latency_ms:L}=this.server;return t`<div class="line">
      ${m2(C)}
      <span class="visually-hidden">${l2(this.host,C,L)}</span>
    </div>`},C1.styles=[f,T,Z2,G2,f5,k5,s2,p`
      :host {
        display: block;
        container-type: inline-size;
      }
      .row {
        position: relative;
        display: flex;
        flex-direction: column;
        gap: 8px;
        height: 100%;
        padding: 9px 10px;
        border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
      }
      .head {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 36px;
      }
      .who {
        display: flex;
        flex: 1;
        flex-direction: column;
        min-width: 0;
      }
      .name {
        display: -webkit-box;
        overflow: hidden;
        font-weight: var(--ha-font-weight-medium, 500);
        line-height: 20px;
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }
      .type {
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
      }
      .latency {
        min-width: 0;
        flex: 0 0 88px;
        text-align: end;
        white-space: nowrap;
      }
      .number {
        display: block;
        line-height: 20px;
      }
      .line {
        height: 16px;
      }
      .line .sparkline {
        height: 16px;
      }
      .facts {
        padding-inline: 2px;
      }
      /* Half of a section on a phone: leave the space to the name. */
      @container (max-width: 240px) {
        .latency {
          flex-basis: auto;
        }
        .line {
          display: none;
        }
      }

      .open,
      button.open:hover {
        display: inline;
        min-height: 0;
        padding: 0;
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        text-decoration: none;
      }
      /* The link to the server covers the whole row. */
      .open::after {
        position: absolute;
        inset: 0;
        border-radius: inherit;
        content: "";
        transition: background-color 180ms ease-in-out;
      }
      .open:hover::after {
        background: color-mix(
          in srgb,
          var(--primary-text-color, #141414) 4%,
          transparent
        );
      }
      .open:focus-visible {
        outline: none;
      }
      .open:focus-visible::after {
        border-radius: var(--ha-card-border-radius, var(--ha-border-radius-lg, 12px));
        outline: 2px solid var(--primary-color, #009ac7);
        outline-offset: -2px;
      }
    `],d([m({attribute:!1})],C1.prototype,"host",2),d([m({attribute:!1})],C1.prototype,"server",2),d([m({type:Boolean})],C1.prototype,"hasLine",2),d([m({type:Boolean})],C1.prototype,"hasDetails",2),d([m({attribute:!1})],C1.prototype,"path",2),d([m({attribute:!1})],C1.prototype,"accountName",2),d([m({attribute:!1})],C1.prototype,"entityId",2),C1=d([S("plex-connection-card-row")],C1);var v8={comma_decimal:"en-US",decimal_comma:"de",space_comma:"fr",quote_decimal:"de-CH",none:"en-US"},x8=new Set(["integer","group","decimal","fraction"]);function f7(V){let{locale:H}=V,C=u8(H),L=c8(H,C),e=H.time_zone==="server"?V.config.time_zone:void 0,r={...S8(H),minute:"2-digit"},M=x=>{let c=new Intl.DateTimeFormat(H.language,{...x,...e?{timeZone:e}:{}});return y=>c.format(y)},i=M(r),A=M({...r,second:"2-digit"}),v=M({day:"numeric",month:"short",...r}),h=new Intl.RelativeTimeFormat(H.language,{numeric:"always"}),s=new Intl.RelativeTimeFormat(H.language,{numeric:"auto"});return{number:C,milliseconds:x=>Math.round(x/1e3)>=60?h7(x/1e3,L):x<1e3?L(x,"millisecond",x<10?1:0):L(x/1e3,"second",1),percent:Z8(H),duration:x=>h7(x,L),relative:x=>{let[c,y]=f8(x);return c===0?s.format(0,y):h.format(c,y)},time:(x,c=!1)=>(c?A:i)(x),dateTime:v,day:M({day:"numeric",month:"short"})}}function b3(V){let H=new Map;return C=>{let L=H.get(C)??V(C);return H.set(C,L),L}}function g7(V){if(V.number_format!=="system")return v8[V.number_format]??V.language}function u8(V){let H=b3(C=>new Intl.NumberFormat(g7(V),{maximumFractionDigits:C,useGrouping:V.number_format!=="none"}));return(C,L=0)=>H(L).format(C)}function c8(V,H){let C=b3(L=>new Intl.NumberFormat(V.language,{style:"unit",unit:L,unitDisplay:"short"}));return(L,e,r=0)=>{let M=!1;return C(e).formatToParts(Number(L.toFixed(r))).map(A=>{if(!x8.has(A.type))return A.value;let v=M?"":H(L,r);return M=!0,v}).join("")}}function Z8(V){let H=b3(C=>new Intl.NumberFormat(g7(V),{style:"percent",maximumFractionDigits:C}));return C=>C>.99&&C<1?H(1).format(Math.min(C,.999)):H(0).format(C)}function S8(V){return h8(V)?{hour:"numeric",hourCycle:"h12"}:{hour:"2-digit",hourCycle:"h23"}}function h8({time_format:V,language:H}){if(V==="12"||V==="24")return V==="12";let C=V==="system"?void 0:H,{hourCycle:L}=new Intl.DateTimeFormat(C,{hour:"numeric"}).resolvedOptions();return L==="h12"||L==="h11"}function f8(V){let H=Math.abs(V);return H<60?[Math.trunc(V),"second"]:H<3600?[Math.trunc(V/60),"minute"]:H<86400?[Math.trunc(V/3600),"hour"]:[Math.trunc(V/86400),"day"]}function h7(V,H){let C=Math.max(0,Math.round(V)),L=[[Math.trunc(C/86400),"day"],[Math.trunc(C%86400/3600),"hour"],[Math.trunc(C%3600/60),"minute"],[C%60,"second"]],e=L.findIndex(([r])=>r>0);return e<0?H(0,"second"):L.slice(e,e+2).filter(([r])=>r>0).map(([r,M])=>H(r,M)).join(" ")}var g8=5e3,S2=class{constructor(H){this.value=null;this.#e=H,H.addController(this)}#e;#C;#L;#H;#V;hostConnected(){this.#C&&this.update(this.#C)}hostDisconnected(){clearTimeout(this.#V),this.#H=void 0}update(H){let C=this.#C;if(this.#C=H,this.#L?.language!==H.language){this.#H!==H.language&&this.#r(H);return}(!C||!this.value||O8(C,H))&&this.#M(H,this.#L.text)}async#r(H){clearTimeout(this.#V),this.#H=H.language;try{let C=await x1(H);this.#H===H.language&&(this.#H=void 0),this.#C?.language===H.language&&(this.#L={language:H.language,text:C},this.#M(this.#C,C))}catch{this.#H===H.language&&(this.#V=setTimeout(()=>this.#C&&this.#r(this.#C),g8))}}#M(H,C){this.value={connection:H.connection,connected:H.connected,text:C,format:f7(H),isAdmin:H.user?.is_admin??!1,rtl:document.dir==="rtl"||document.documentElement.dir==="rtl",hass:H},this.#e.requestUpdate()}};function O8(V,H){return V.connection!==H.connection||V.connected!==H.connected||V.locale!==H.locale||V.config.time_zone!==H.config.time_zone||V.config.components!==H.config.components||V.user?.is_admin!==H.user?.is_admin||V.entities!==H.entities}var y8="unknown_command",h2=class{#e;#C;#L;#H;#V;#r;#M;#o=1e3;#t=0;#a=!1;constructor(H,C,L,e){this.#e=H,this.#C=C,this.#L=L,this.#H=e}open(){this.#a||(this.#a=!0,this.#e.addEventListener("ready",this.#i),this.#e.addEventListener("disconnected",this.#A),this.#n())}close(){this.#a=!1,this.#t+=1,clearTimeout(this.#r),clearTimeout(this.#M),this.#e.removeEventListener("ready",this.#i),this.#e.removeEventListener("disconnected",this.#A),this.#p()}#i=()=>{this.#V=void 0,this.#o=1e3,this.#n(),clearTimeout(this.#M),this.#M=setTimeout(()=>this.#d(),2e4)};#A=()=>{this.#t+=1,this.#V=void 0,clearTimeout(this.#r),clearTimeout(this.#M),this.#H({kind:"lost"})};#d(){this.#p(),this.#n()}async#n(){clearTimeout(this.#r),this.#t+=1;let H=this.#t;try{let C=await this.#e.subscribeMessage(L=>H===this.#t&&this.#L(L),this.#C,{resubscribe:!1});if(H!==this.#t){z2(C);return}this.#V=C,this.#o=1e3,this.#H({kind:"live"})}catch(C){H===this.#t&&this.#m(C)}}#m(H){let{code:C,message:L}=H,e=C===y8||typeof C=="number"||!L;this.#H(e?{kind:"lost"}:{kind:"refused",message:L}),this.#r=setTimeout(()=>{this.#n()},this.#o),this.#o=Math.min(2*this.#o,3e4)}#p(){let H=this.#V;this.#V=void 0,H&&z2(H)}};async function z2(V){try{await V()}catch{return}}var $={subscribeOverview:"plex_connection/subscribe_overview",subscribeServer:"plex_connection/subscribe_server",testConnections:"plex_connection/test_connections",diagnose:"plex_connection/diagnose",rediscover:"plex_connection/rediscover",pin:"plex_connection/pin",forget:"plex_connection/forget"};var w7={state:{kind:"connecting"},isKnown:!1,bundle:null,accounts:[],servers:[]},b8=2e3,O7=["error","warning","notice"],y7=new WeakMap;function K(V){return`${V.entry_id}/${V.server_id}`}var w3=class{constructor(H){this.value=w7;this.#e=new Set;this.#L=new Map;this.#H=new Map;this.#C=new h2(H,{type:$.subscribeOverview},C=>this.#r(C),C=>this.#M({state:C}))}#e;#C;#L;#H;#V;listen(H){return clearTimeout(this.#V),this.#e.add(H),this.#C.open(),()=>{this.#e.delete(H),this.#e.size===0&&(this.#V=setTimeout(()=>this.#C.close(),b8))}}#r(H){O5(H.now),H.full&&(this.#L.clear(),this.#H.clear());for(let C of H.gone_accounts)this.#L.delete(C);for(let C of H.gone_servers)this.#H.delete(K(C));for(let C of H.accounts)this.#L.set(C.entry_id,C);for(let C of H.servers)this.#H.set(K(C),C);this.#M({isKnown:!0,bundle:H.bundle??null,accounts:[...this.#L.values()].sort(T8),servers:[...this.#H.values()].sort(w8)})}#M(H){this.value={...this.value,...H};for(let C of this.#e)C()}};function w8(V,H){return b7(V)-b7(H)||k8(V,H)}function b7(V){let H=U(V),C=H?O7.indexOf(H):-1;return C<0?O7.length:C}function k8(V,H){return V.name.localeCompare(H.name)||K(V).localeCompare(K(H))}function T8(V,H){return V.title.localeCompare(H.title)||V.entry_id.localeCompare(H.entry_id)}var f2=class{#e;#C;#L;#H=!1;constructor(H){this.#e=H,H.addController(this)}get value(){return this.#C?.value??w7}use(H){let C=y7.get(H);C||(C=new w3(H),y7.set(H,C)),C!==this.#C&&(this.#L?.(),this.#C=C,this.#V())}hostConnected(){this.#H=!0,this.#V()}hostDisconnected(){this.#H=!1,this.#L?.(),this.#L=void 0}#V(){this.#H&&this.#C&&(this.#L?.(),this.#L=this.#C.listen(()=>this.#e.requestUpdate()))}};var R7="plex_connection";function g2({devices:V,entities:H}){let C=new Map;for(let i of Object.values(H??{}))if(B5(i)&&i.device_id&&i.translation_key){let A=C.get(i.device_id)??{};A[i.translation_key]=i.entity_id,C.set(i.device_id,A)}let L=Object.values(V??{}).filter(R8),e=L.filter(R5),r=L.filter(i=>!R5(i)),M=i=>{let A=e.find(s=>k7(s,i)),v=r.some(s=>C2(s)===C2(i)&&e.find(x=>k7(x,s))!==A),h=v&&A?` (${C2(A)})`:"";return{id:i.id,name:`${C2(i)}${h}`,isNameShared:v,entities:C.get(i.id)??{}}};return{servers:r.map(M).sort(T7),accounts:e.map(i=>({id:i.id,name:C2(i),isNameShared:!1,entities:C.get(i.id)??{}})).sort(T7)}}function k7(V,H){let C=new Set(V.config_entries??[]);return H.via_device_id===V.id||(H.config_entries??[]).some(L=>C.has(L))}function B5(V){return V?.platform===R7}function R5(V){return V.entry_type==="service"}function C2(V){return V.name_by_user||V.name||""}function B7({entities:V},H,C){return Object.values(V??{}).find(L=>B5(L)&&L.device_id===H&&L.translation_key===C)?.entity_id}function R8(V){return(V.identifiers??[]).some(([H])=>H===R7)}function T7(V,H){return V.name.localeCompare(H.name)||V.id.localeCompare(H.id)}var R1="/plex-connection";function P5(V){let H=[V.entry_id,V.server_id].map(encodeURIComponent);return`${R1}/server/${H.join("/")}`}function _5(V){let[,H,C,L]=V.split("/");if(H!=="server"||!C||!L)return null;try{return{entry_id:decodeURIComponent(C),server_id:decodeURIComponent(L)}}catch{return null}}function P7(V,H){let C=H.plex_tv==="ok";return t`<div class="account ${C?"":"problem"}">
    ${u(C?"account":"alert")}
    <div>
      <bdi>${H.title}</bdi>
      <span class="secondary">${B8(V,H)}</span>
    </div>
  </div>`}function B8({text:V,format:H},C){let L=x5(V,C);if(C.state!=="loaded")return L;let e=H.number(C.requests_today);return`${L} · ${V("panel_requests_today")}: ${e}`}var _7=p`
  .account {
    display: flex;
    align-items: center;
    gap: 16px;
    padding: 10px 16px 4px;
  }
  .account div {
    display: flex;
    flex-direction: column;
    min-width: 0;
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  .account .secondary {
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }
  .account .icon {
    color: var(--secondary-text-color, #5e5e5e);
  }
  .problem .icon {
    color: var(--warning-color, #ffa600);
  }
  section + section {
    border-block-start: 1px solid var(--divider-color, #e0e0e0);
  }
`;function F5(){return document.querySelector("home-assistant")?.hass}var P8={card_name:"Plex Connection",card_description:"How Home Assistant connects to one or all of your Plex servers.",card_with_details:"With details",card_error_config:"The card has no configuration.",card_error_device:"device must be the device ID of a server.",card_error_columns:"columns must be a whole number from 1 to {most}.",card_error_switch:"{option} must be true or false.",strategy_name:"Plex Connection",strategy_description:"All your Plex servers: how Home Assistant connects to them, their history, and what you can do."};function o1(V,H={}){let C=F5(),L=C?.localize?Z3(C.localize)(V,H):"";return!L&&C&&x1(C).catch(()=>{}),L||_8(P8[V],H)}function _8(V,H){return V.replace(/\{(\w+)\}/g,(C,L)=>String(H[L]??""))}var Q2="plex-connection-card",H2=`custom:${Q2}`,T3=6,F7=["show_sparkline","show_details","show_account"];function R3(V){if(typeof V!="object"||V===null||Array.isArray(V))throw $5("card_error_config");let{device:H,columns:C,...L}=V;if(!k3(H)&&typeof H!="string")throw $5("card_error_device");if(!k3(C)&&!F8(C))throw $5("card_error_columns",{most:T3});for(let e of F7)if(!k3(L[e])&&typeof L[e]!="boolean")throw $5("card_error_switch",{option:e})}function $5(V,H){return new Error(o1(V,H))}function k3(V){return V==null}function F8(V){let H=Number(V);return typeof V=="number"&&Number.isInteger(H)&&H>=1&&H<=T3}var $8=[{name:"device",selector:{device:{filter:{integration:"plex_connection",model:"Media Server"}}}},{name:"columns",selector:{number:{min:1,max:T3,step:1,mode:"box"}}},...F7.map(V=>({name:V,default:V==="show_sparkline",selector:{boolean:{}}}))];async function $7(){let V=F5(),H=V?await x1(V).catch(()=>{}):void 0;return{schema:$8,assertConfig:R3,computeLabel:C=>H?.(`card_${C.name}`)||void 0,computeHelper:C=>H?.(`card_${C.name}_help`)||void 0}}async function D7(V){await x1(V).catch(()=>{});let[H]=g2(V).servers;return H?{device:H.id}:{}}function E7(V,H){let C=V.entities?.[H],L=C?.device_id?V.devices?.[C.device_id]:void 0;if(!B5(C)||!L)return null;if(R5(L))return[{config:{type:H2,show_account:!0}}];let e={type:H2,device:L.id};return[{config:e},{label:o1("card_with_details"),config:{...e,show_details:!0}}]}function H1(V,H,C,L=n){return t`<div class="card empty">
    ${u(V)}
    <h2>${H}</h2>
    <p>${C}</p>
    ${L}
  </div>`}var D5=p`
  .empty {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 8px;
    padding: 48px 24px;
    text-align: center;
  }
  .empty > .icon {
    width: 48px;
    height: 48px;
    color: var(--secondary-text-color, #5e5e5e);
  }
  .empty p {
    max-width: 56ch;
    margin: 0 0 8px;
    color: var(--secondary-text-color, #5e5e5e);
  }
`;function N7(V,H,C,L){let{text:e}=V;return L.length>0?null:H.isKnown?C?C.device?H1("waiting",e("card_unwatched",{name:C2(C.device)}),e("card_unwatched_why")):H1("unknown",e("card_gone"),e("card_gone_why")):H.accounts.length===0?E8(V):H1("offline",e("panel_no_servers"),e("card_no_servers_why")):D8(V,H)}function D8(V,{state:H}){let{text:C}=V;if(H.kind==="refused"){let L=C("panel_refused_why",{reason:H.message});return H1("failed",C("card_refused"),L)}return!V.connected||H.kind==="lost"?H1("away",C("card_away"),C("card_away_why")):B3(C("panel_loading"))}function E8({text:V,isAdmin:H}){return H1("account",V("panel_no_account"),V(H?"panel_no_account_why":"panel_no_account_ask"),H?t`<a href=${S5} @click=${D}>${V("panel_add_account")}</a>`:n)}function B3(V){return t`<div class="skeleton" aria-busy="true">
    <span class="visually-hidden" role="status">${V}</span>
    <i class="round"></i><i class="bar"></i>
  </div>`}var I7=p`
  ${D5}

  /* It is inside the card already: no second border and background. */
  .empty.card {
    height: 100%;
    justify-content: center;
    gap: 4px;
    padding: 16px;
    border: none;
    background: none;
    box-shadow: none;
  }
  .empty > .icon {
    width: 32px;
    height: 32px;
  }
  .empty p {
    margin: 0;
  }

  .skeleton {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 10px;
  }
  .skeleton i {
    display: block;
    border-radius: 6px;
    background: color-mix(in srgb, var(--primary-text-color, #141414) 8%, transparent);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .skeleton .round {
    width: 36px;
    height: 36px;
    border-radius: 50%;
  }
  .skeleton .bar {
    width: 50%;
    height: 12px;
  }
  @keyframes breathe {
    to {
      opacity: 0.4;
    }
  }
`;var W7={compact:1,detailed:3},Z1,K2,S1,R,U7,G7,P3,z7,Q7,_3,K7,q7,c1=class extends Z{constructor(){super(...arguments);l(this,R);l(this,Z1);l(this,K2,new S2(this));l(this,S1,new f2(this))}setConfig(C){R3(C),this.config=C}set hass(C){let L=a(this,Z1)?.devices;w(this,Z1,C),a(this,K2).update(C),a(this,S1).use(C.connection),L!==C.devices&&this.requestUpdate()}getCardSize(){let C=this.config?.show_details?W7.detailed:W7.compact;return Math.max(1,o(this,R,P3).call(this).length)*C}getGridOptions(){return{columns:this.config?.device?12:"full",rows:"auto",min_columns:6}}render(){let C=o(this,R,U7).call(this);return customElements.get("ha-card")?t`<ha-card>${C}</ha-card>`:t`<div class="card">${C}</div>`}};Z1=new WeakMap,K2=new WeakMap,S1=new WeakMap,R=new WeakSet,U7=function(){let C=a(this,K2).value,L=a(this,S1).value;if(!this.config)return n;if(!C)return B3("");let e=o(this,R,P3).call(this);return N7(C,L,o(this,R,G7).call(this),e)??o(this,R,z7).call(this,C,e)},G7=function(){let C=this.config?.device||null;return C===null?null:{id:C,device:a(this,Z1)?.devices?.[C]}},P3=function(){let{servers:C}=a(this,S1).value,L=this.config?.device;return L?C.filter(e=>e.device_id===L):C},z7=function(C,L){let e=a(this,S1).value,r=C.connected&&e.state.kind==="live",M=C.text(C.connected?"panel_notice_starting":"panel_notice_away");return t`<div class=${r?"":"stale"}>
      <p class="note secondary" role="status">${r?n:M}</p>
      ${this.config?.show_account?o(this,R,Q7).call(this,C,L):o(this,R,_3).call(this,C,L)}
    </div>`},Q7=function(C,L){let{accounts:e}=a(this,S1).value,r=M=>!this.config?.device||L.some(i=>i.entry_id===M);return t`${z(e.filter(M=>r(M.entry_id)),M=>M.entry_id,M=>t`<section aria-label=${M.title}>
        ${P7(C,M)}
        ${o(this,R,_3).call(this,C,L.filter(i=>i.entry_id===M.entry_id))}
      </section>`)}`},_3=function(C,L){let{columns:e,show_details:r,show_sparkline:M}=this.config??{},i=!!a(this,Z1)?.panels?.[R1.slice(1)];return t`<ul style=${e?`--columns: ${e}`:""}>
      ${z(L,K,A=>t`<li>
          <plex-connection-card-row
            .host=${C}
            .server=${A}
            .hasLine=${M??!0}
            .hasDetails=${r??!1}
            .accountName=${o(this,R,K7).call(this,A)}
            .path=${i?P5(A):null}
            .entityId=${i?null:o(this,R,q7).call(this,A)}
          ></plex-connection-card-row>
        </li>`)}
    </ul>`},K7=function(C){let{accounts:L,servers:e}=a(this,S1).value;return!e.some(({name:M,entry_id:i})=>M===C.name&&i!==C.entry_id)||this.config?.show_account?null:L.find(({entry_id:M})=>M===C.entry_id)?.title??null},q7=function(C){return a(this,Z1)&&C.device_id?B7(a(this,Z1),C.device_id,"connection_type")??null:null},c1.getStubConfig=D7,c1.getConfigForm=$7,c1.styles=[f,I7,_7,p`
      :host {
        display: block;
        height: 100%;
      }
      ha-card,
      .card {
        height: 100%;
        overflow: auto;
      }
      ul {
        display: grid;
        /* As many columns as fit, up to the configured maximum. */
        grid-template-columns: repeat(
          auto-fit,
          minmax(min(100%, max(240px, 100% / var(--columns, 12))), 1fr)
        );
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        /* The browser does not render rows outside the viewport. */
        content-visibility: auto;
        contain-intrinsic-size: auto none auto 56px;
      }
      .note {
        margin: 0;
        padding: 10px 12px 0;
        font-size: var(--ha-font-size-s, 12px);
      }
      .note:empty {
        position: absolute;
        padding: 0;
      }
      /* Possibly outdated content is gray, but stays readable. */
      .stale ul {
        filter: grayscale(1);
        opacity: 0.9;
      }
    `],d([B()],c1.prototype,"config",2),d([m({reflect:!0})],c1.prototype,"layout",2),c1=d([S(Q2)],c1);var V1=class{constructor(H){this.state={kind:"idle"};this.#e=H,H.addController(this)}#e;get isRunning(){return this.state.kind==="running"}hostConnected(){}async run(H,C){if(!this.isRunning){this.#C({kind:"running"});try{let L=await H.connection.sendMessagePromise(C);this.#C({kind:"done",result:L})}catch(L){this.#C({kind:"failed",message:await F3(H,L)})}}}reset(){this.isRunning||this.#C({kind:"idle"})}#C(H){this.state=H,this.#e.requestUpdate()}};async function F3(V,H){let{code:C,message:L,...e}=N8(H),r=await I8(V,e);return r||(C==="unauthorized"?V.text("panel_error_unauthorized"):typeof C=="string"&&L?L:V.text("panel_error_no_answer"))}function N8(V){if(typeof V!="object"||V===null)return{};let H=V.error;return{code:"",...typeof H=="object"&&H!==null?H:V}}async function I8(V,{translation_key:H,translation_domain:C,translation_placeholders:L}){if(!H||!C)return"";try{return(await V.hass.loadBackendTranslation("exceptions",C))(`component.${C}.exceptions.${H}.message`,L)}catch{return""}}function a1(V,H,C,L,{isDisabled:e=!1,classes:r=""}={}){let M=C||e;return t`<button
    type="button"
    class="command ${r}"
    aria-busy=${C?"true":"false"}
    aria-disabled=${M?"true":n}
    @click=${()=>M||L()}
  >
    ${C?t`<span class="spinner" aria-hidden="true"></span>`:u(H)}
    <span>${V}</span>
  </button>`}var B1=p`
  button.command[aria-disabled="true"] {
    cursor: default;
  }
  button.command[aria-disabled="true"]:not([aria-busy="true"]) {
    opacity: 0.6;
  }
  .spinner {
    width: 20px;
    height: 20px;
    flex: none;
    border: 2px solid color-mix(in srgb, currentcolor 25%, transparent);
    border-block-start-color: currentcolor;
    border-radius: 50%;
    animation: turn 1s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
`;function E5({text:V,format:H},C){let{rate_limited:L,next_allowed:e,servers_found:r}=C;if(!L)return V("panel_search_found",{count:H.number(r)});if(!e)return V("panel_search_limited_for_now");let M=new Date(e);return M.getTime()>Q()?V("panel_search_limited",{time:H.time(M,!0)}):""}var W8={setup_in_progress:"wait",unload_in_progress:"wait",setup_retry:"wait"},U8={ok:"good",no_answer:"wait",token_rejected:"bad"},G8={good:"account",wait:"alert",bad:"failed"},V2,q,j7,Y7,X7,J7,C4,H4,P1=class extends Z{constructor(){super(...arguments);l(this,q);this.live=!1;l(this,V2,new V1(this))}render(){let{account:C}=this,L=z8(C),e=C.state==="loaded";return t`<div class="card account ${L}">
      <span class="circle">${u(G8[L])}</span>
      <div class="who">
        <h2><bdi>${C.title}</bdi></h2>
        <span>${x5(this.host.text,C)}</span>
        ${L==="good"?n:o(this,q,j7).call(this)}
      </div>
      ${e?o(this,q,Y7).call(this):n}
      ${e&&this.host.isAdmin?o(this,q,C4).call(this):n}
      <p role="status" class=${a(this,V2).state.kind}>${o(this,q,H4).call(this)}</p>
    </div>`}};V2=new WeakMap,q=new WeakSet,j7=function(){if(!this.host.isAdmin)return n;let C=this.account.plex_tv==="token_rejected"?"sign_in":"integration";return t`<a href=${Z5} @click=${D}>
      ${this.host.text(`panel_link_${C}`)}
    </a>`},Y7=function(){let{account:C,host:L}=this,{text:e,format:r}=L;return t`<dl>
      <div class="wide">
        <dt>${e("panel_last_list")}</dt>
        <dd>${o(this,q,J7).call(this)}</dd>
      </div>
      <div>
        <dt>${e("panel_requests_today")}</dt>
        <dd class="number">${r.number(C.requests_today)}</dd>
      </div>
      <div>
        <dt>${e("panel_saved_today")}</dt>
        <dd class="number">${r.number(C.saved_today)}</dd>
      </div>
      ${C.unlisted_since?o(this,q,X7).call(this,C.unlisted_since):n}
    </dl>`},X7=function(C){let{account:L,host:e}=this;return t`<div class="unlisted">
      <dt>${e.text("panel_badge_unlisted")}</dt>
      <dd>
        ${e.format.number(L.unlisted)}<span class="secondary">
          · ${t1(e,C)}</span
        >
      </dd>
    </div>`},J7=function(){let{account:C,host:L}=this;if(!C.discovered_at)return L.text("panel_none");let e=C.plex_tv==="ok"?C.discovery_trigger:null,r=e?t`<span class="secondary"> · ${N0(L.text,e)}</span>`:n;return t`${t1(L,C.discovered_at)}${r}`},C4=function(){let{account:C,host:L}=this;return a1(L.text("panel_search_again"),"rediscover",a(this,V2).isRunning,()=>{a(this,V2).run(L,{type:$.rediscover,entry_id:C.entry_id})},{isDisabled:!this.live})},H4=function(){let{state:C}=a(this,V2);switch(C.kind){case"running":return this.host.text("panel_searching");case"failed":return C.message;case"done":return E5(this.host,C.result);default:return""}},P1.styles=[f,G2,B1,p`
      :host {
        display: block;
      }
      .account {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 12px 16px;
        padding: 12px 16px;
      }
      .good {
        --type-color: var(--success-color, #43a047);
      }
      .wait {
        --type-color: var(--warning-color, #ffa600);
      }
      .bad {
        --type-color: var(--error-color, #db4437);
      }
      .circle {
        margin-inline-end: -4px;
      }
      .who {
        display: flex;
        /* Fits on one line of a 1280 px screen in every language. */
        flex: 1 1 120px;
        flex-direction: column;
        min-width: 0;
        line-height: 20px;
      }
      /* An error is a whole sentence: it takes space from the facts. */
      :is(.wait, .bad) .who {
        flex-basis: 320px;
      }
      h2 {
        overflow-wrap: anywhere;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 16px;
        margin: 0;
        line-height: 20px;
      }
      dl .wide {
        /* The maximum width: nothing may move when the text changes every second. */
        width: 240px;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
      }
      dd {
        margin: 0;
      }
      p {
        flex-basis: 100%;
        margin: 0;
        text-align: end;
      }
      /* It must stay in the DOM: screen readers announce only what changes in it. */
      p:empty {
        position: absolute;
      }
    `],d([m({attribute:!1})],P1.prototype,"host",2),d([m({attribute:!1})],P1.prototype,"account",2),d([m({type:Boolean})],P1.prototype,"live",2),P1=d([S("plex-connection-account-line")],P1);function z8({state:V,plex_tv:H}){return V!=="loaded"?W8[V]??"bad":H?U8[H]:"wait"}var $3={types:new Set,name:""},Q8=["local","remote","relay","offline","unknown"];function L4(V){return V.connection_type??"unknown"}function e4(V){return Q8.map(H=>[H,V.filter(C=>L4(C)===H).length]).filter(([H,C])=>H!=="unknown"||C>0)}function D3(V,{types:H,name:C}){let L=V4(C.trim());return V.filter(e=>(H.size===0||H.has(L4(e)))&&V4(e.name).includes(L))}function r4(V,H){let C=new Set(V.types);return C.delete(H)||C.add(H),{...V,types:C}}function V4(V){return V.normalize("NFKD").replace(/\p{M}/gu,"").toLowerCase()}var K8=8;function M4(V,H,C,L){return H.length<2?n:t`<div class="filters">
    <div class="chips" role="group" aria-label=${V.text("panel_filter")}>
      ${e4(H).map(([e,r])=>q8(V,e,r,C.types.has(e),()=>L(r4(C,e))))}
    </div>
    ${H.length<K8?n:j8(V,C,L)}
  </div>`}function q8(V,H,C,L,e){let r=H==="unknown"?null:H;return t`<button
    type="button"
    class="chip type-${H}"
    aria-pressed=${L?"true":"false"}
    @click=${e}
  >
    ${u(J(r))}
    <span>${F(V.text,r)}</span>
    <span class="number count">${V.format.number(C)}</span>
  </button>`}function j8(V,H,C){let L=V.text("panel_search_name");return t`<label class="search">
    ${u("search")}
    <span class="visually-hidden">${L}</span>
    <input
      type="search"
      autocomplete="off"
      placeholder=${L}
      .value=${H.name}
      @input=${e=>C({...H,name:e.target.value})}
    />
  </label>`}var t4=p`
  ${T}

  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  :host([narrow]) .chips {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
    width: 100%;
  }
  :host([narrow]) .search {
    width: 100%;
  }
  .chip {
    min-height: 36px;
    padding: 0 12px;
    border: 1px solid var(--divider-color, #e0e0e0);
    background: var(--ha-card-background, var(--card-background-color, #fff));
  }
  .chip .icon {
    color: var(--type-color);
  }
  .chip .count {
    font-weight: var(--ha-font-weight-bold, 600);
  }
  .chip[aria-pressed="true"] {
    border-color: var(--primary-color, #009ac7);
    background: color-mix(
      in srgb,
      var(--primary-color, #009ac7) 20%,
      var(--card-background-color, #fff)
    );
  }

  .search {
    display: flex;
    align-items: center;
    gap: 8px;
    width: 280px;
    max-width: 100%;
    min-height: 40px;
    padding-inline: 12px 4px;
    border: 1px solid var(--divider-color, #e0e0e0);
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: var(--ha-card-background, var(--card-background-color, #fff));
    color: var(--secondary-text-color, #5e5e5e);
  }
  .search:focus-within {
    outline: 2px solid var(--primary-color, #009ac7);
    outline-offset: -1px;
  }
  .search .icon {
    width: 20px;
    height: 20px;
  }
  .search input {
    flex: 1;
    min-width: 0;
    height: 36px;
    border: none;
    outline: none;
    background: none;
    color: var(--primary-text-color, #141414);
    font: inherit;
  }
  .search input::placeholder {
    color: inherit;
    opacity: 1;
  }
`;var Y8=4;function N5(V){return t`<div class="page skeleton" aria-busy="true">
    <span class="visually-hidden" role="status">${V}</span>
    <div class="first"><i class="bar short"></i></div>
    <div class="chips">${Array.from({length:4},()=>t`<i class="pill"></i>`)}</div>
    <div class="account">
      <div class="card line"><i class="round"></i><i class="bar"></i></div>
      <div class="grid">
        ${Array.from({length:Y8},()=>t`<div class="card box">
            <div><i class="round"></i><i class="bar"></i></div>
            <i class="bar"></i><i class="bar"></i><i class="bar short"></i>
          </div>`)}
      </div>
    </div>
  </div>`}var X8=p`
  .page {
    max-width: 1400px;
    margin: 0 auto;
    padding: 16px;
  }
  :host([narrow]) .page {
    padding: 8px;
  }
`,J8=p`
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr));
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
`,I5=p`
  ${X8}
  ${J8}

  .skeleton {
    display: grid;
    gap: 16px;
  }
  .skeleton .account {
    display: grid;
    gap: 8px;
  }
  .skeleton i {
    display: block;
    background: color-mix(in srgb, var(--primary-text-color, #141414) 8%, transparent);
    border-radius: 4px;
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .skeleton .first {
    display: flex;
    align-items: center;
    min-height: 28px;
  }
  .skeleton .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .skeleton .pill {
    width: 96px;
    height: 36px;
    border-radius: 18px;
  }
  .skeleton .round {
    width: 36px;
    height: 36px;
    flex: none;
    border-radius: 50%;
  }
  .skeleton .bar {
    width: 60%;
    height: 12px;
  }
  .skeleton .short {
    width: 40%;
  }
  .skeleton .line,
  .skeleton .box div {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  .skeleton .line {
    min-height: 68px;
    padding: 12px 16px;
  }
  .skeleton .box {
    display: flex;
    flex-direction: column;
    gap: 12px;
    min-height: 166px;
    padding: 12px;
  }
  .skeleton .box div {
    min-height: 52px;
  }
  :host([narrow]) .skeleton .line {
    min-height: 213px;
    align-items: start;
  }
  :host([narrow]) .skeleton .chips {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
  }
  :host([narrow]) .skeleton .pill {
    width: auto;
  }
  @keyframes breathe {
    to {
      opacity: 0.4;
    }
  }
`;var CC=["error","warning","notice"];function HC({text:V,format:H},C){let L=C.filter(u5),[e]=L,r=H.number(C.length);if(!e){let[i]=C;return!i||C.some(A=>U(A)===null)?"":C.length===1?V("panel_summary_only_fine",{name:i.name}):V("panel_summary_all_fine",{total:r})}let M={name:e.name,problem:I0(V,e),total:r};return C.length===1?V("panel_summary_only",M):L.length===1?V("panel_summary_one",M):V("panel_summary_some",{count:H.number(L.length),total:r})}function i4(V,H){if(H.length===0)return n;let C=HC(V,H),L=H.map(U),e=CC.find(r=>L.includes(r))??"ok";return t`<div class="summary ${e1(e)}" role="status">
    ${C?t`${u(W2(e))}<span>${C}</span>`:n}
  </div>`}var o4=p`
  ${U2}

  .summary {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 28px;
    font-size: var(--ha-font-size-xl, 20px);
    line-height: 28px;
    overflow-wrap: anywhere;
  }
  .summary .icon {
    fill: var(--severity-color);
  }
`;var _1,a4,A4,n4,L2=class extends Z{constructor(){super(...arguments);l(this,_1)}render(){let{host:C,server:L}=this,e=h5(C,L);return t`<div class="card tile ${x2(L)} ${e1(U(L))}">
      <div class="inner">
        <div class="head">
          <span class="circle">${u(J(L.connection_type))}</span>
          <div class="who">
            <h3>
              <a href=${P5(L)} @click=${D}>
                <bdi>${L.name}</bdi>
              </a>
            </h3>
            <span>${o(this,_1,a4).call(this)}</span>
          </div>
          ${o(this,_1,A4).call(this)}
        </div>
        ${T5(C,L)} ${w5(C,L)}
        ${e.length>0?t`<ul class="badges">${e}</ul>`:n}
      </div>
    </div>`}};_1=new WeakSet,a4=function(){let{host:C,server:L}=this,e=T1(C.text,L);return L.suspected?`${e} · ${C.text("panel_suspected")}`:e},A4=function(){let{host:C,server:L}=this;return t`<div class="latency">
      <span class="visually-hidden">${C.text("panel_latency")}</span>
      <span class="now"><bdi class="number">${o(this,_1,n4).call(this)}</bdi></span>
      ${m2(L.recent_ms)}
      <span class="visually-hidden">${l2(C,L.recent_ms,L.latency_ms)}</span>
    </div>`},n4=function(){let{latency_ms:C}=this.server;return C===null?"–":this.host.format.milliseconds(C)},L2.styles=[f,T,Z2,f5,k5,s2,x7,p`
      :host {
        display: block;
      }
      .severity-warning,
      .severity-error {
        border-color: var(--severity-color);
      }
    `],d([m({attribute:!1})],L2.prototype,"host",2),d([m({attribute:!1})],L2.prototype,"server",2),L2=d([S("plex-connection-server-tile")],L2);var d4=$3,b,N3,l4,I3,s4,v4,q2,x4,u4,c4,Z4,S4,h1=class extends Z{constructor(){super(...arguments);l(this,b);this.narrow=!1;this.filter=d4;l(this,q2,C=>{d4=C,this.filter=C})}render(){return t`
      <div role="status" class="notices">${o(this,b,l4).call(this)}</div>
      ${this.overview.isKnown?o(this,b,v4).call(this):o(this,b,s4).call(this)}
    `}};b=new WeakSet,N3=function(){return this.host.connected&&this.overview.state.kind==="live"},l4=function(){let{host:C,overview:L}=this;return C.connected?L.state.kind==="lost"?E3("waiting",C.text("panel_notice_starting")):L.state.kind==="refused"&&!L.isKnown?t`<span class="visually-hidden">${C.text("panel_refused")}</span>`:L.state.kind==="refused"?E3("alert",o(this,b,I3).call(this,L.state.message)):n:E3("away",C.text("panel_notice_away"))},I3=function(C){return this.host.text("panel_refused_why",{reason:C.replace(/\.$/,"")})},s4=function(){let{host:C,overview:L}=this;if(L.state.kind==="refused"){let e=o(this,b,I3).call(this,L.state.message);return p4(H1("failed",C.text("panel_refused"),e))}return N5(C.text("panel_loading"))},v4=function(){let{accounts:C}=this.overview;return C.length===0?o(this,b,x4).call(this):t`<div class="page known ${a(this,b,N3)?"":"stale"}">
      ${i4(this.host,this.overview.servers)}
      ${M4(this.host,this.overview.servers,this.filter,a(this,q2))}
      ${z(C,L=>L.entry_id,L=>o(this,b,c4).call(this,L))}
      ${o(this,b,u4).call(this)}
    </div>`},q2=new WeakMap,x4=function(){let{text:C,isAdmin:L}=this.host;return p4(H1("account",C("panel_no_account"),C(L?"panel_no_account_why":"panel_no_account_ask"),L?m4(S5,C("panel_add_account")):n))},u4=function(){let{host:C,overview:L,filter:e}=this,{servers:r}=L;return r.length===0||D3(r,e).length>0?n:H1("search",C.text("panel_nothing_fits"),C.text("panel_nothing_fits_why",{count:C.format.number(r.length)}),t`<button type="button" @click=${()=>a(this,q2).call(this,$3)}>
        ${C.text("panel_show_all")}
      </button>`)},c4=function(C){let{host:L,overview:e}=this,r=e.servers.filter(M=>M.entry_id===C.entry_id);return t`<section aria-label=${C.title}>
      <plex-connection-account-line
        .host=${L}
        .account=${C}
        .live=${a(this,b,N3)}
      ></plex-connection-account-line>
      ${r.length>0?o(this,b,Z4).call(this,r):o(this,b,S4).call(this,C)}
    </section>`},Z4=function(C){return t`<ul class="grid">
      ${z(D3(C,this.filter),K,L=>t`<li>
          <plex-connection-server-tile
            .host=${this.host}
            .server=${L}
          ></plex-connection-server-tile>
        </li>`)}
    </ul>`},S4=function(C){let{text:L,isAdmin:e}=this.host;return C.state!=="loaded"?n:H1("offline",L("panel_no_servers"),L("panel_no_servers_why"),e?m4(Z5,L("panel_link_integration")):n)},h1.styles=[f,I5,D5,t4,o4,p`
      :host {
        display: block;
      }
      .known,
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 8px;
      }
      .known {
        gap: 16px;
      }
      .grid li {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
      }
      /* Possibly outdated content is gray, but stays readable. */
      .stale {
        filter: grayscale(1);
        opacity: 0.9;
      }
      .notices {
        max-width: 1400px;
        margin: 0 auto;
        padding-inline: 16px;
      }
      :host([narrow]) .notices {
        padding-inline: 8px;
      }
      .notice {
        display: flex;
        align-items: center;
        gap: 12px;
        margin-block-start: 16px;
        padding: 12px 16px;
      }
      .notice .icon {
        color: var(--warning-color, #ffa600);
      }
      .action {
        display: inline-flex;
        align-items: center;
        min-height: 40px;
        padding: 0 16px;
        border-radius: var(--ha-border-radius-pill, 9999px);
        background: color-mix(in srgb, var(--primary-color, #009ac7) 15%, transparent);
        color: var(--primary-text-color, #141414);
        font-weight: var(--ha-font-weight-medium, 500);
        text-decoration: none;
      }
      .action:hover {
        background: color-mix(in srgb, var(--primary-color, #009ac7) 25%, transparent);
      }
    `],d([m({attribute:!1})],h1.prototype,"host",2),d([m({attribute:!1})],h1.prototype,"overview",2),d([m({type:Boolean,reflect:!0})],h1.prototype,"narrow",2),d([B()],h1.prototype,"filter",2),h1=d([S("plex-connection-overview-page")],h1);function p4(V){return t`<div class="page">${V}</div>`}function E3(V,H){return t`<div class="card notice">${u(V)}<span>${H}</span></div>`}function m4(V,H){return t`<a class="action" href=${V} @click=${D}>${H}</a>`}var h4=["connect","tls","answer"];function W3(V){return V?[["connect",V.warm?null:V.connect_ms],["tls",V.warm?null:V.tls_ms],["answer",V.latency_ms]].flatMap(([C,L])=>L!==null&&Number.isFinite(L)&&L>=0?[{phase:C,ms:L}]:[]):[]}function U3(V){return V.reduce((H,{ms:C})=>H+C,0)}function f4(V){let H=0;for(let C of V)H=Math.max(H,U3(W3(C)));return H>0?H:1}function g4(V,H,C){let L=W3(H);if(L.length===0)return n;let e=r=>`width:${Math.min(100,100*r/C).toFixed(2)}%`;return t`<div class="phases">
    <div class="bar" dir="ltr" aria-hidden="true">
      ${L.map(({phase:r,ms:M})=>t`<span class=${r} style=${e(M)}></span>`)}
    </div>
    <div class="numbers">
      ${L.map(({phase:r,ms:M})=>t`<span>${O4(V,r)}
            <span class="number">${V.format.milliseconds(M)}</span></span>`)}
      ${L.length>1?t`<span>${V.text("panel_server_phase_total")}
              <span class="number">${V.format.milliseconds(U3(L))}</span></span>`:n}
    </div>
  </div>`}function O4(V,H){return V.text(`panel_server_phase_${H}`)}function y4(V){return t`<ul class="legend phase-legend">
    ${h4.map(H=>t`<li><span class="dot ${H}"></span>${O4(V,H)}</li>`)}
  </ul>`}var b4=p`
  .phases .bar {
    display: flex;
    gap: 1px;
    height: 6px;
    border-radius: 3px;
    overflow: hidden;
    background: color-mix(in srgb, var(--divider-color, #e0e0e0) 60%, transparent);
  }
  .phases .bar span {
    flex: none;
    min-width: 2px;
    transition: width 180ms ease-in-out;
  }
  .connect {
    background: var(--accent-color, #ff9800);
  }
  .tls {
    background: var(--purple-color, #926bc7);
  }
  .answer {
    background: var(--primary-color, #009ac7);
  }
  .phases .numbers {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    color: var(--secondary-text-color, #5e5e5e);
    font-size: var(--ha-font-size-s, 12px);
  }
`;var G3={kind:"idle",waiting:new Set,attempts:new Map,done:0,total:0,working:0,finishedAt:0,message:""},W5=class{constructor(H){this.state=G3;this.#V=0;this.#r=()=>{let H=this.#H;H&&this.isRunning&&(this.#L=void 0,this.#t(H,null))};this.#e=H,H.addController(this)}#e;#C;#L;#H;#V;hostConnected(){}hostDisconnected(){this.reset()}get isRunning(){return this.state.kind==="running"}isWaitingFor(H){return this.isRunning&&this.state.waiting.has(H)}async start(H,C){if(this.isRunning)return;this.#V+=1;let L=this.#V;this.#i({...G3,kind:"running"}),this.#C=H.connection,this.#C.addEventListener("disconnected",this.#r),this.#H=H;try{let e=await H.connection.subscribeMessage(r=>L===this.#V&&this.#M(H,r),{type:$.testConnections,...C},{resubscribe:!1});L===this.#V&&this.isRunning?this.#L=e:z2(e)}catch(e){L===this.#V&&this.#t(H,e)}}dropReported(H){let C=new Map(H?.candidates.map(e=>[e.url,e])),L=[...this.state.attempts].filter(([e,r])=>{let M=C.get(e);return M&&z3(r,M.last_attempt)});L.length<this.state.attempts.size&&this.#i({...this.state,attempts:new Map(L)})}stop(){this.isRunning&&this.#a("stopped")}reset(){this.stop(),this.#i(G3)}#r;#M(H,C){let{state:L}=this;if(L.kind==="running")switch(C.event){case"started":this.#i({...L,waiting:new Set(C.urls),total:C.urls.length});break;case"attempt":this.#o(C.attempt,C);break;case"finished":this.#i({...L,total:C.tested,working:C.working,finishedAt:Q()}),this.#a("finished");break;case"failed":this.#t(H,C);break}}#o(H,{done:C,total:L}){let e=new Set(this.state.waiting);e.delete(H.url);let r=new Map(this.state.attempts).set(H.url,H);this.#i({...this.state,waiting:e,attempts:r,done:C,total:L})}async#t(H,C){let L=this.#a("failed"),e=await F3(H,C);L===this.#V&&this.state.kind==="failed"&&this.#i({...this.state,message:e})}#a(H){this.#V+=1,this.#C?.removeEventListener("disconnected",this.#r);let C=this.#L;return this.#L=void 0,C&&z2(C),this.#i({...this.state,kind:H}),this.#V}#i(H){this.state=H,this.#e.requestUpdate()}};function z3(V,H){return!H||Date.parse(V.at)>Date.parse(H.at)}function w4(V,H,C){return V.text(`panel_outcome_${H}`,{time:V.format.milliseconds(1e3*C)})||V.text("panel_outcome_unknown")}function k4(V,H){return V.text(`panel_rejected_${H}`)||V.text("panel_rejected_unknown")}function U5(V){if(V.explain_only)return"looked_at";let H=V.last_attempt?.outcome;return H==="unauthorized"?"refused":H==="starting"?"starting":V.breaker!=="closed"?V.breaker==="half_open"?"retried":Number.isFinite(T4(V))?"resting":"fails":H===void 0?"not_asked":H==="ok"?"works":"fails"}function T4({backoff_until:V}){return Date.parse(V??"")}function R4(V,H){let C=U5(H);return C==="resting"?V.text("panel_server_state_resting_until",{time:V.format.time(new Date(T4(H)),!0)}):C==="refused"?V.text("panel_type_refused"):C==="starting"?V.text("panel_badge_starting"):V.text(`panel_server_state_${C}`)}var VC={works:"ok",refused:"alert",starting:"waiting",fails:"failed",resting:"waiting",retried:"waiting",not_asked:"unknown",looked_at:"info"},LC=new Set(["address_of_app","address_of_container","address_on_bridge"]);function G5(V,H){let C=H.state.attempts.get(V.url),L=V.last_attempt;return C&&z3(C,L)?C:L}function eC(V,H){let C=G5(V,H);return C!==V.last_attempt?{...V,breaker:"closed",backoff_until:null,failure_count:0,last_attempt:C}:V}function B4(V,{host:H,test:C,scale:L,facts:e,pinButton:r}){let M=eC(V,C),i=C.isWaitingFor(V.url),A=U5(M)==="works";return t`<li
    class="candidate type-${V.type} ${V.explain_only?"explain":""}"
    aria-busy=${i?"true":"false"}
  >
    <span class="kind ${A?"":"off"}">${u(J(V.type))}</span>
    <div class="body">
      ${rC(H,M)}
      <div class="small state">${tC(H,M,e)}</div>
      ${i?iC(H):oC(H,M,L)}
    </div>
    ${r}
  </li>`}function rC(V,H){let C=[H.role?`panel_server_role_${H.role}`:null,H.pinned?"panel_badge_pinned":null].filter(L=>L!==null);return t`<div class="name">
      <span class="address">${H.address}</span>
      ${C.map(L=>t`<span class="chip">${V.text(L)}</span>`)}
    </div>
    ${H.host?t`<div class="small secondary host" title=${H.host}>
            <span class="address">${H.host}</span>
          </div>`:n}`}function MC({text:V},{address:H,type:C},L){let e=L.some(r=>LC.has(r.key)&&r.address&&H.endsWith(r.address));return V(`panel_server_place_${e?"container":C}`)}function tC(V,H,C){let{text:L,format:e}=V,r=U5(H);return t`<span>${MC(V,H,C)}</span>
    <span class="status ${r}">
      ${u(VC[r])}${R4(V,H)}
    </span>
    ${H.failure_count>0?t`<span class="secondary">
            ${L("panel_server_failures",{count:e.number(H.failure_count)})}
          </span>`:n}`}function iC(V){return t`<div class="small waiting">
    <span class="spinner" aria-hidden="true"></span>${V.text("panel_server_waiting")}
  </div>`}function oC(V,{last_attempt:H,budget_s:C},L){if(!H)return n;let e=H.detail?` (${H.detail})`:"",r=H.warm?` · ${V.text("panel_server_warm")}`:"";return t`<div class="small secondary">
      ${w4(V,H.outcome,C)}${e} · ${t1(V,H.at)}${r}
    </div>
    ${g4(V,H,L)}`}var P4=p`
  .candidates,
  .rejected {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .candidate {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    padding-block: 12px;
    border-block-start: 1px solid var(--divider-color, #e0e0e0);
  }
  .candidates > .candidate:first-child {
    border-block-start: none;
  }
  .kind {
    flex: none;
    color: var(--type-color);
  }
  /* Only a working address has the color of its type. */
  .kind.off {
    color: var(--secondary-text-color, #5e5e5e);
  }
  .body {
    flex: 1;
    min-width: 0;
  }
  .name {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
  }
  .host {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .state,
  .waiting {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
  }
  .waiting .spinner {
    width: 14px;
    height: 14px;
  }
  .status {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .status .icon {
    width: 16px;
    height: 16px;
    fill: var(--secondary-text-color, #5e5e5e);
  }
  .status.works .icon {
    fill: var(--success-color, #43a047);
  }
  .status.refused .icon {
    fill: var(--warning-color, #ffa600);
  }
  .status.fails .icon {
    fill: var(--error-color, #db4437);
  }
  .phases {
    margin-block-start: 4px;
  }
  .brief .host,
  .brief .phases,
  .brief .explain {
    display: none;
  }
`;var f1,O2,_4,F4,A1=class extends Z{constructor(){super(...arguments);l(this,O2);this.heading="";this.message="";this.yes="";this.no="";l(this,f1)}async ask(){var C;return await this.updateComplete,(C=a(this,f1))==null||C.call(this,!1),this.dialog.open||(this.dialog.returnValue="",this.dialog.showModal()),new Promise(L=>{w(this,f1,L)})}disconnectedCallback(){var C;super.disconnectedCallback(),(C=a(this,f1))==null||C.call(this,!1),w(this,f1,void 0)}render(){return t`<dialog
      aria-labelledby="heading"
      aria-describedby="message"
      @close=${o(this,O2,_4)}
      @click=${o(this,O2,F4)}
    >
      <form method="dialog">
        <h2 id="heading">${this.heading}</h2>
        <p id="message">${this.message}</p>
        <div class="buttons">
          <button class="plain" value="no" autofocus>${this.no}</button>
          <button class="danger" value="yes">${this.yes}</button>
        </div>
      </form>
    </dialog>`}};f1=new WeakMap,O2=new WeakSet,_4=function(){var C;this.dialog.open||((C=a(this,f1))==null||C.call(this,this.dialog.returnValue==="yes"),w(this,f1,void 0))},F4=function(C){C.target===this.dialog&&this.dialog.close()},A1.styles=[f,p`
      dialog {
        width: min(560px, calc(100vw - 32px));
        padding: 0;
        border: none;
        border-radius: var(--ha-dialog-border-radius, 24px);
        background: var(
          --ha-dialog-surface-background,
          var(--card-background-color, #fff)
        );
        color: inherit;
        box-shadow: 0 8px 32px rgb(0 0 0 / 40%);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 50%);
      }
      form {
        padding: 24px;
      }
      p {
        margin: 16px 0 24px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
      }
    `],d([m({attribute:!1})],A1.prototype,"heading",2),d([m({attribute:!1})],A1.prototype,"message",2),d([m({attribute:!1})],A1.prototype,"yes",2),d([m({attribute:!1})],A1.prototype,"no",2),d([J1("dialog")],A1.prototype,"dialog",2),A1=d([S("plex-connection-confirm-dialog")],A1);var P=p`
  :host {
    display: block;
    min-width: 0;
  }
  .card {
    padding: 16px;
  }
  .heading {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    min-height: 32px;
    margin-block-end: 8px;
  }
  p {
    margin: 0;
  }
  a {
    /* Home Assistant's color of links is too pale to be read on white. */
    color: inherit;
  }
  .number {
    /* "12 ms" is left to right if its unit is in Latin letters. */
    unicode-bidi: plaintext;
  }
  .small {
    font-size: var(--ha-font-size-s, 12px);
  }
  .message {
    margin-block-start: 8px;
  }
  .dot {
    display: inline-block;
    width: 10px;
    height: 10px;
    flex: none;
    border-radius: 50%;
    background: var(--type-color);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color, #5e5e5e);
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .chip {
    display: inline-block;
    padding: 0 8px;
    border-radius: var(--ha-border-radius-pill, 9999px);
    background: color-mix(
      in srgb,
      var(--secondary-text-color, #5e5e5e) 15%,
      transparent
    );
    font-size: var(--ha-font-size-s, 12px);
    white-space: nowrap;
  }
  summary {
    padding-block: 8px;
    cursor: pointer;
    border-radius: var(--ha-border-radius-sm, 4px);
  }
`;var e2,E,$4,D4,E4,N4,I4,W4,U4,j=class extends Z{constructor(){super(...arguments);l(this,E);this.hasDetails=!1;this.requested=null;this.unconfirmed="";l(this,e2,new V1(this))}render(){let{host:C,server:L,test:e}=this,{candidates:r}=L,M=f4(r.map(A=>G5(A,e))),i=C.isAdmin&&r.some(A=>A.pinnable);return t`<section class="card" aria-labelledby="heading">
      <div class="heading">
        <h2 id="heading">${C.text("panel_server_candidates")}</h2>
        ${r.length>0?o(this,E,$4).call(this):n}
      </div>
      ${this.hasDetails?y4(C):n}
      <ul class="candidates ${this.hasDetails?"":"brief"}">
        ${z(r,({url:A})=>A,A=>B4(A,{host:C,test:e,scale:M,facts:L.facts,pinButton:i?o(this,E,D4).call(this,A):n}))}
      </ul>
      ${r.length===0?t`<p class="secondary">${C.text("panel_server_no_candidates")}</p>`:n}
      <div role="status">${o(this,E,W4).call(this)}</div>
      ${i?t`<p class="small secondary message">${C.text("panel_server_pin_means")}</p>`:n}
      ${o(this,E,U4).call(this)} ${i?o(this,E,I4).call(this):n}
    </section>`}};e2=new WeakMap,E=new WeakSet,$4=function(){return t`<button
      type="button"
      class="plain details"
      aria-expanded=${this.hasDetails?"true":"false"}
      @click=${()=>{this.hasDetails=!this.hasDetails}}
    >
      ${u("chevron")}<span>${this.host.text("panel_server_details")}</span>
    </button>`},D4=function(C){let{text:L,connected:e}=this.host;if(!C.pinnable&&!C.pinned)return t`<span class="no-pin"></span>`;let r=this.requested?.url===C.url&&a(this,e2).isRunning,M=!e||a(this,e2).isRunning;return t`<button
      type="button"
      class="plain round command"
      aria-pressed=${C.pinned?"true":"false"}
      aria-busy=${r?"true":"false"}
      aria-disabled=${M?"true":n}
      aria-label=${L("panel_action_pin",{address:C.address})}
      title=${L(C.pinned?"panel_action_unpin":"panel_action_pin_short")}
      @click=${()=>M||void o(this,E,E4).call(this,C)}
    >
      ${r?t`<span class="spinner" aria-hidden="true"></span>`:u(C.pinned?"pinned":"pin")}
    </button>`},E4=async function(C){let{entry_id:L,server_id:e}=this.server;!C.pinned&&o(this,E,N4).call(this,C)&&(this.unconfirmed=C.address,!await this.dialog.ask())||(this.requested={url:C.url,isPinned:!C.pinned},a(this,e2).run(this.host,{type:$.pin,entry_id:L,server_id:e,url:C.pinned?null:C.url}))},N4=function(C){let L=G5(C,this.test);return L!==null&&L.outcome!=="ok"},I4=function(){let{text:C}=this.host;return t`<plex-connection-confirm-dialog
      .heading=${C("panel_action_pin_failing_title",{address:this.unconfirmed})}
      .message=${C("panel_action_pin_failing_text",{name:this.server.name})}
      .yes=${C("panel_action_pin_short")}
      .no=${C("panel_action_cancel")}
    ></plex-connection-confirm-dialog>`},W4=function(){let{state:C}=a(this,e2),{requested:L}=this;if(C.kind==="failed")return t`<p class="message">${C.message}</p>`;let e=this.server.candidates.find(M=>M.pinned)?.url,r=L?.isPinned?e===L.url:e===void 0;return C.kind==="done"&&L&&r?t`<p class="message">
          ${this.host.text(`panel_action_${L.isPinned?"pinned":"unpinned"}`)}
        </p>`:n},U4=function(){let{rejected:C}=this.server;if(C.length===0)return n;let{text:L,format:e}=this.host;return t`<details>
      <summary>
        ${L("panel_server_rejected",{count:e.number(C.length)})}
      </summary>
      <ul class="rejected">
        ${C.map(({address:r,reason:M})=>t`<li>
            <span class="address">${r}</span>
            <span class="small secondary">${k4(this.host,M)}</span>
          </li>`)}
      </ul>
    </details>`},j.styles=[f,T,B1,P,b4,P4,p`
      .phase-legend {
        margin: 0;
      }
      .details {
        padding-inline: 8px 12px;
      }
      .details .icon {
        transition: transform 180ms ease-in-out;
      }
      .details[aria-expanded="true"] .icon {
        transform: rotate(90deg);
      }
      .no-pin {
        width: 40px;
        flex: none;
      }
      .candidate button {
        color: var(--secondary-text-color, #5e5e5e);
      }
      button[aria-pressed="true"] {
        background: color-mix(in srgb, var(--primary-color, #009ac7) 20%, transparent);
      }
      .rejected li {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        padding-block: 4px;
      }
    `],d([m({attribute:!1})],j.prototype,"host",2),d([m({attribute:!1})],j.prototype,"server",2),d([m({attribute:!1})],j.prototype,"test",2),d([m({attribute:!1})],j.prototype,"testState",2),d([B()],j.prototype,"hasDetails",2),d([B()],j.prototype,"requested",2),d([B()],j.prototype,"unconfirmed",2),d([J1("plex-connection-confirm-dialog")],j.prototype,"dialog",2),j=d([S("plex-connection-candidate-list")],j);var G4=10,$1,z4,Q4,K4,F1=class extends Z{constructor(){super(...arguments);l(this,$1);this.showsAll=!1}render(){let{text:C,format:L}=this.host,{changes:e}=this.server,r=this.showsAll?e:e.slice(0,G4);return t`<section class="card" aria-labelledby="heading">
      <div class="heading"><h2 id="heading">${C("panel_server_changes")}</h2></div>
      ${e.length===0?t`<p class="secondary">${C("panel_server_no_changes")}</p>`:n}
      <ol>
        ${z(r,AC,M=>o(this,$1,Q4).call(this,M))}
      </ol>
      ${e.length>G4?t`<button
              type="button"
              class="plain"
              aria-expanded=${this.showsAll?"true":"false"}
              @click=${o(this,$1,z4)}
            >
              ${this.showsAll?C("panel_server_show_less"):C("panel_server_show_all",{count:L.number(e.length)})}
            </button>`:n}
    </section>`}};$1=new WeakSet,z4=function(){this.showsAll=!this.showsAll},Q4=function(C){let{host:L}=this,{text:e,format:r}=L,M=aC(C);return t`<li class="type-${C.to}">
      <span class="kind">${u(J(C.to))}</span>
      <div class="body">
        <div class="what">
          <span>${o(this,$1,K4).call(this,C)}</span>
          <span class="small secondary when">
            ${t1(L,C.at)} · ${r.dateTime(new Date(C.at))}
          </span>
        </div>
        <div class="small secondary">
          ${u2(e,C.reason,C.to)} ·
          ${e("panel_server_took",{time:r.milliseconds(C.duration_ms)})}
        </div>
        ${M?t`<div class="small secondary address">${M}</div>`:n}
      </div>
    </li>`},K4=function({from:C,to:L}){let{text:e}=this.host;return C===null?F(e,L):C===L?e("panel_server_changed_address",{type:F(e,L)}):e("panel_server_changed",{from:F(e,C),to:F(e,L)})},F1.styles=[f,T,P,p`
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        gap: 12px;
        padding-block: 8px;
        border-block-start: 1px solid var(--divider-color, #e0e0e0);
      }
      li:first-child {
        border-block-start: none;
      }
      .kind {
        color: var(--type-color);
      }
      .body {
        flex: 1;
        min-width: 0;
      }
      .what {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0 16px;
      }
    `],d([m({attribute:!1})],F1.prototype,"host",2),d([m({attribute:!1})],F1.prototype,"server",2),d([B()],F1.prototype,"showsAll",2),F1=d([S("plex-connection-change-list")],F1);function aC(V){let{to:H,chosen_address:C,to_address:L,from_address:e}=V;return C??L??(H==="offline"?e:null)}function AC({at:V,reason:H,to_address:C}){return`${V} ${H} ${C}`}var y2=class{constructor(H,C){this.hasFailed=!1;this.#H=null;this.#r=0;this.#M=0;this.#o=!1;this.#i=()=>{this.#r=Date.now()-3e5+1e4,this.#A()};this.#A=()=>{if(clearTimeout(this.#V),document.visibilityState==="hidden")return;let H=Date.now()-this.#r;H>=3e5||H<0?this.#d():this.#V=setTimeout(this.#A,3e5-H)};this.#e=H,this.#C=C,H.addController(this)}#e;#C;#L;#H;#V;#r;#M;#o;get isLoading(){return this.#H!==null&&this.value===void 0&&!this.hasFailed}use(H,C){H===this.#L&&C===this.#H||(this.#a(),this.#L=H,this.#H=C,this.#r=0,this.hasFailed=!1,C===null&&(this.value=void 0),this.#t())}hostConnected(){this.#o=!0,this.#t()}hostDisconnected(){this.#o=!1,this.#a()}#t(){this.#o&&this.#L&&this.#H!==null&&(this.#L.addEventListener("ready",this.#i),document.addEventListener("visibilitychange",this.#A),this.#A())}#a(){this.#M+=1,clearTimeout(this.#V),this.#L?.removeEventListener("ready",this.#i),document.removeEventListener("visibilitychange",this.#A)}#i;#A;async#d(){let{connection:H,key:C}={connection:this.#L,key:this.#H};if(!H||C===null)return;this.#r=Date.now(),this.#V=setTimeout(this.#A,3e5),this.#M+=1;let L=this.#M;try{let e=await this.#C(H,C);this.#n(L,()=>{this.value=e,this.hasFailed=!1})}catch{this.#n(L,()=>{this.hasFailed=!0,this.#r+=-27e4,this.#A()})}}#n(H,C){H===this.#M&&(C(),this.#e.requestUpdate())}};var z5={day:{length:864e5,period:"5minute"},week:{length:7*864e5,period:"hour"},month:{length:30*864e5,period:"day"}};function Q3(V){return V.config.components.includes("recorder")}function K3(V){return V.config.components.includes("history")}async function q4(V,H){return(await V.sendMessagePromise({type:"history/history_during_period",start_time:new Date(Q()-864e5).toISOString(),entity_ids:[H],minimal_response:!0,no_attributes:!0}))[H]??[]}async function j4(V,H,C){let L=Q(),e=L-z5[C].length,r=await V.sendMessagePromise({type:"recorder/statistics_during_period",start_time:new Date(e).toISOString(),statistic_ids:H,period:z5[C].period,types:["mean","min","max"],units:{duration:"ms"}});return{range:C,from:e,to:L,rows:r}}var Y4=50;function Q5(V,H){let C=V>=Y4&&V<=1e3-Y4;return t`<span style="left:${V/10}%">${C?H:n}</span>`}var K5=p`
  :host {
    container-type: inline-size;
  }
  .axis {
    position: relative;
    height: 24px;
    color: var(--secondary-text-color, #5e5e5e);
    font-size: var(--ha-font-size-s, 12px);
  }
  .axis span {
    position: absolute;
    padding-block-start: 6px;
    line-height: 18px;
    transform: translateX(-50%);
    white-space: nowrap;
  }
  .axis span::before {
    position: absolute;
    top: 0;
    left: 50%;
    height: 6px;
    border-left: 1px solid var(--secondary-text-color, #5e5e5e);
    content: "";
  }
  @container (max-width: 480px) {
    .axis span:nth-child(even) {
      display: none;
    }
  }
`;var nC=[1,2,2.5,5,10],dC=4,pC=10,mC=.5;function X4(V){let H=Number.isFinite(V)&&V>0?V:pC,C=H/dC,L=10**Math.floor(Math.log10(C)),r=(nC.find(M=>M*L>=C*(1-1e-9))??10)*L;return{top:r*Math.ceil(H/r*(1-1e-9)),step:r}}function J4(V,H){let C=V.map(e=>e.max??e.mean).sort((e,r)=>e-r),L=C[Math.floor(.98*(C.length-1))]??0;return V.reduce((e,r)=>Math.max(e,r.mean),Math.max(L,0,...H.filter(Number.isFinite)))}function C9(V){return V.mean!==null&&Number.isFinite(V.mean)&&Number.isFinite(V.start)&&Number.isFinite(V.end)}function q3(V){let H=[];for(let C of V){let L=H.at(-1),e=L?.at(-1);L&&e&&C.start-e.end<=mC*(C.end-C.start)?L.push(C):H.push([C])}return H}function r2(V,H,C){let L=C>H?(V-H)/(C-H):0;return Math.round(1e3*10*Math.min(1,Math.max(0,L)))/10}function M2(V,H){return r2(H-V,0,H)}function q5(V,H,C){return`${r2(H,V.from,V.to)} ${M2(C,V.top)}`}function j2(V){return(V.start+V.end)/2}function j3(V,H){return V.filter(C=>C.length>1).map(C=>`M${C.map(e=>q5(H,j2(e),e.mean)).join("L")}`).join("")}function H9(V,H){return V.flatMap(([C,...L])=>C&&L.length===0?`M${q5(H,j2(C),C.mean)}h.01`:[]).join("")}function V9(V,H){return V.filter(C=>C.length>1).map(C=>{let L=C.map(r=>q5(H,j2(r),r.max??r.mean)),e=C.map(r=>q5(H,j2(r),r.min??r.mean));return`M${[...L,...e.reverse()].join("L")}Z`}).join("")}function L9(V,H){let C=null,L=Number.POSITIVE_INFINITY;return V.forEach((e,r)=>{let M=Math.abs(j2(e)-H);M<L&&(C=r,L=M)}),C}var G,Y3,X3,J3,j5,g1=class extends Z{constructor(){super(...arguments);l(this,G);this.count=0;this.index=null;this.label="";this.valueText=""}render(){let C=Math.max(0,this.count-1);return t`<div
      dir="ltr"
      class="area"
      @pointermove=${o(this,G,Y3)}
      @pointerdown=${o(this,G,Y3)}
      @pointerleave=${o(this,G,J3)}
    >
      <slot></slot>
      <input
        type="range"
        min="0"
        max=${C}
        step="1"
        .value=${String(this.index??C)}
        aria-label=${this.label}
        aria-valuetext=${this.valueText}
        ?disabled=${this.count===0}
        @input=${o(this,G,X3)}
        @focus=${o(this,G,X3)}
        @blur=${o(this,G,J3)}
      />
    </div>`}};G=new WeakSet,Y3=function(C){let{left:L,width:e}=C.currentTarget.getBoundingClientRect();if(e>0&&this.count>0){let r=(C.clientX-L)/e;o(this,G,j5).call(this,{share:Math.min(1,Math.max(0,r))})}},X3=function(C){o(this,G,j5).call(this,{index:Number(C.target.value)})},J3=function(C){let L=C instanceof PointerEvent&&C.pointerType==="touch",e=this.shadowRoot?.activeElement?.matches(":focus-visible")??!1;!L&&!(C.type==="pointerleave"&&e)&&o(this,G,j5).call(this,null)},j5=function(C){this.dispatchEvent(new CustomEvent("scrub",{detail:C}))},g1.styles=p`
    :host {
      display: block;
    }
    .area {
      position: relative;
      touch-action: pan-y;
      border-radius: var(--ha-border-radius-sm, 4px);
    }
    .area:has(input:focus-visible) {
      outline: 2px solid var(--primary-color, #009ac7);
      outline-offset: 2px;
    }
    input {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
      margin: 0;
      opacity: 0;
      pointer-events: none;
    }
  `,d([m({attribute:!1})],g1.prototype,"count",2),d([m({attribute:!1})],g1.prototype,"index",2),d([m({attribute:!1})],g1.prototype,"label",2),d([m({attribute:!1})],g1.prototype,"valueText",2),g1=d([S("plex-connection-scrubber")],g1);function Y5(V){let{locale:H,config:C}=V.hass;return H.time_zone==="server"?C.time_zone:void 0}function C0(V,H){return H?F(V.text,H):V.text("panel_server_day_unknown")}function X5(V,H){if(!H)return"";let{text:C,format:L}=V,{from:e,to:r,type:M,change:i}=H,A={type:C0(V,M),from:L.time(new Date(e)),to:L.time(new Date(r)),duration:L.duration((r-e)/1e3)};return i?C("panel_server_day_stretch_why",{...A,reason:u2(C,i.reason,i.to)}):C("panel_server_day_stretch",A)}var lC=["local","remote","relay","offline"];function r9(V,H,C){if(!(C>H))return[];let L=sC(V,C),e=L.map(({at:M,type:i,change:A},v)=>({from:Math.max(M,H),to:Math.min(L[v+1]?.at??C,C),type:i,change:A})),r=L[0]?.at??C;return r>H&&e.unshift({from:H,to:Math.min(r,C),type:null,change:null}),ZC(e.filter(M=>M.to>M.from))}function sC(V,H){let C=uC(vC(V.history),V.changes),L=C.at(-1);if(L?.type!==V.current){let e=Date.parse(V.since??""),r=Math.max(Number.isFinite(e)?e:H,L?.at??Number.NEGATIVE_INFINITY);C.push({at:r,type:V.current,change:null})}return C}function vC(V){return V.map(({s:H,lu:C,lc:L})=>({at:1e3*(L??C),type:lC.includes(H)?H:null,change:null})).filter(({at:H})=>Number.isFinite(H)).sort(M9).filter(e9).filter((H,C,L)=>!xC(H,L[C-1],L[C+1])).filter(e9)}function e9({type:V},H,C){return V!==C[H-1]?.type||H===0}function xC({at:V,type:H},C,L){return H===null&&!!C&&!!L&&L.at-V<=6e4}function uC(V,H){let C=V.map(L=>({...L}));for(let L of H){let e=Date.parse(L.at);if(!Number.isFinite(e))continue;let r=L.from===L.to?void 0:cC(C,e,L.to);r?r.change=L:C.push({at:e,type:L.to,change:L})}return C.sort(M9)}function cC(V,H,C){let L;for(let e of V){let r=Math.abs(e.at-H);e.type===C&&!e.change&&r<=15e3&&(!L||r<Math.abs(L.at-H))&&(L=e)}return L}function ZC(V){let H=[];for(let C of V){let L=H.at(-1);L&&L.type===C.type&&!C.change?L.to=C.to:H.push({...C})}return H}function M9(V,H){return V.at-H.at}var SC=[5*6e4,10*6e4,15*6e4,30*6e4,36e5,2*36e5,4*36e5,864e5,2*864e5,5*864e5],hC=7,fC=24;function C3(V){return SC.find(H=>V/H<=hC)??V}function H3(V,H,C){return Math.max(H,Math.min(V,C-(C-H)/fC))}function t9(V,H){if(!H)return-6e4*new Date(V).getTimezoneOffset();let C=new Intl.DateTimeFormat("en-GB",{timeZone:H,hourCycle:"h23",year:"numeric",month:"numeric",day:"numeric",hour:"numeric",minute:"numeric",second:"numeric"}).formatToParts(V),L=r=>Number(C.find(M=>M.type===r)?.value??0);return Date.UTC(L("year"),L("month")-1,L("day"),L("hour"),L("minute"),L("second"))-1e3*Math.floor(V/1e3)}function V3(V,H,C,L){let e=[];if(!(H>V)||!(C>0)||(H-V)/C>1e3)return e;let r=t9(V,L),M=Math.ceil((V+r)/C)*C;for(let i=M;i-r<=H+36e5;i+=C){let A=i-t9(i-r,L);A>=V&&A<=H&&e.push(A)}return e}var i9=[null,"local","remote","relay","offline"],gC=2,OC=50,E1,X2,Y,X,I,g,o9,a9,Y2,A9,n9,V0,d9,p9,m9,l9,s9,v9,D1=class extends Z{constructor(){super(...arguments);l(this,g);this.selected=null;l(this,E1,new y2(this,q4));l(this,X2);l(this,Y,[]);l(this,X,0);l(this,I,0)}connectedCallback(){super.connectedCallback(),w(this,X2,y5(()=>o(this,g,o9).call(this)))}disconnectedCallback(){var C;super.disconnectedCallback(),(C=a(this,X2))==null||C.call(this)}willUpdate(){let{host:C,server:L}=this,e=L.entities.connection_type??null;a(this,E1).use(C.connection,K3(C.hass)?e:null),w(this,I,Q());let{changes:r,connection_type:M,since:i}=L,v={history:a(this,E1).value??[],changes:r,current:M,since:i},h=r9(v,a(this,I)-864e5,a(this,I));w(this,X,a(this,E1).isLoading?a(this,I)-864e5:H3(H0(h),a(this,I)-864e5,a(this,I))),w(this,Y,h.map(s=>({...s,from:Math.max(s.from,a(this,X))})).filter(({from:s,to:x})=>x>s))}render(){let{text:C}=this.host,L=a(this,Y),e=this.selected===null?null:L[this.selected]??null;return t`<section class="card" aria-labelledby="heading">
      <div class="heading"><h2 id="heading">${o(this,g,a9).call(this)}</h2></div>
      <plex-connection-scrubber
        .count=${L.length}
        .index=${this.selected}
        .label=${C("panel_server_day_slider")}
        .valueText=${X5(this.host,e??L.at(-1)??null)}
        @scrub=${o(this,g,v9)}
      >
        ${o(this,g,A9).call(this,e)}
      </plex-connection-scrubber>
      ${o(this,g,d9).call(this)}
      <p class="readout small">
        ${e?o(this,g,p9).call(this,e):C("panel_server_day_hint")}
      </p>
      ${o(this,g,m9).call(this)} ${o(this,g,l9).call(this)} ${o(this,g,s9).call(this)}
    </section>`}};E1=new WeakMap,X2=new WeakMap,Y=new WeakMap,X=new WeakMap,I=new WeakMap,g=new WeakSet,o9=function(){Math.abs(Q()-a(this,I))>=6e4&&this.requestUpdate()},a9=function(){let{text:C,format:L}=this.host;return a(this,X)>a(this,I)-864e5?C("panel_server_day_since",{time:L.time(new Date(H0(a(this,Y))))}):C("panel_server_day")},Y2=function(C){return r2(C,a(this,X),a(this,I))},A9=function(C){let L=a(this,Y).filter(({change:e,from:r})=>e&&r>a(this,X)).map(({from:e})=>`M${o(this,g,Y2).call(this,e)} 0v10`);return t`<svg
      class="bar"
      viewBox="0 0 ${1e3} 10"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      ${i9.map(e=>v1`<path class="type-${e??"unknown"}" d=${o(this,g,n9).call(this,e)}></path>`)}
      <path class="marks" d=${L.join("")}></path>
      ${C?v1`<path class="shown" d=${o(this,g,V0).call(this,C)}></path>`:n}
    </svg>`},n9=function(C){return a(this,Y).filter(L=>L.type===C).map(L=>o(this,g,V0).call(this,L)).join("")},V0=function({from:C,to:L}){let e=o(this,g,Y2).call(this,C),r=Math.max(gC,o(this,g,Y2).call(this,L)-e);return`M${Math.min(e,1e3-r)} 0h${r}v10h-${r}z`},d9=function(){let C=C3(a(this,I)-a(this,X)),L=V3(a(this,X),a(this,I),C,Y5(this.host));return t`<div class="axis" dir="ltr" aria-hidden="true">
      ${L.map(e=>Q5(o(this,g,Y2).call(this,e),this.host.format.time(new Date(e))))}
    </div>`},p9=function(C){return t`<span class="dot type-${C.type??"unknown"}"></span>
      <span>${X5(this.host,C)}</span>`},m9=function(){let C=i9.filter(L=>a(this,Y).some(e=>e.type===L));return t`<ul class="legend">
      ${[...C.filter(L=>L),...C.filter(L=>!L)].map(L=>t`<li>
          <span class="dot type-${L??"unknown"}"></span>${C0(this.host,L)}
        </li>`)}
    </ul>`},l9=function(){let{host:C,server:L}=this,e=C.format.time(new Date(H0(a(this,Y)))),r=K3(C.hass)?L.entities.connection_type?a(this,E1).hasFailed&&!a(this,E1).value?"no_answer":a(this,X)>a(this,I)-864e5?"before":null:"no_entity":"no_recorder",M=r&&C.text(`panel_server_day_${r}`,{time:e});return M?t`<p class="small secondary message">${M}</p>`:n},s9=function(){let C=a(this,Y).slice(-OC).reverse();return t`<details class="small">
      <summary>${this.host.text("panel_server_day_list")}</summary>
      <ol>
        ${C.map(L=>t`<li>${X5(this.host,L)}</li>`)}
      </ol>
    </details>`},v9=function(C){let{detail:L}=C;if(L===null)this.selected=null;else if("index"in L)this.selected=L.index;else{let e=a(this,X)+L.share*(a(this,I)-a(this,X)),r=a(this,Y).findIndex(M=>e<M.to);this.selected=r<0?a(this,Y).length-1:r}},D1.styles=[f,T,P,K5,p`
      .bar {
        display: block;
        width: 100%;
        height: 40px;
        border-radius: var(--ha-border-radius-sm, 4px);
      }
      .bar path {
        fill: var(--type-color);
        shape-rendering: crispedges;
      }
      .bar .marks {
        fill: none;
        stroke: var(--card-background-color, #fff);
        stroke-width: 1;
        vector-effect: non-scaling-stroke;
      }
      .bar .shown {
        fill: none;
        stroke: var(--primary-text-color, #141414);
        stroke-width: 3;
        vector-effect: non-scaling-stroke;
      }
      .bar .type-unknown {
        --type-color: color-mix(in srgb, var(--divider-color, #e0e0e0) 70%, transparent);
      }
      .readout {
        display: flex;
        align-items: baseline;
        gap: 8px;
        min-height: 28px;
        padding-block-start: 4px;
      }
      ol {
        margin: 0;
        padding-inline-start: 24px;
      }
    `],d([m({attribute:!1})],D1.prototype,"host",2),d([m({attribute:!1})],D1.prototype,"server",2),d([B()],D1.prototype,"selected",2),D1=d([S("plex-connection-day-timeline")],D1);function H0(V){return(V.find(({type:C})=>C!==null)??V[0])?.from??Number.NEGATIVE_INFINITY}var x9=["local","remote","relay","offline"],yC=86400;function bC(V){return V.reduce((H,C)=>Math.max(H,u9(C).reduce((L,[,e])=>L+e,0)),yC)}function u9(V){return x9.flatMap(H=>{let C=V.seconds[H]??0;return Number.isFinite(C)&&C>0?[[H,C]]:[]})}function wC(V,H){let C=new Date(`${H}T00:00:00Z`);return Number.isNaN(C.getTime())?H:new Intl.DateTimeFormat(V.hass.locale.language,{weekday:"short",day:"numeric",month:"short",timeZone:"UTC"}).format(C)}function c9(V,H){if(H.length===0)return n;let C=bC(H),L=x9.filter(e=>H.some(r=>(r.seconds[e]??0)>0));return t`<h3>${V.text("panel_server_days")}</h3>
    <ul class="days">
      ${z(H,({date:e})=>e,e=>kC(V,e,C))}
    </ul>
    <ul class="legend">
      ${L.map(e=>t`<li class="type-${e}">
          <span class="dot"></span>${F(V.text,e)}
        </li>`)}
    </ul>`}function kC(V,H,C){let L=u9(H),e=L.map(([r,M])=>`${F(V.text,r)} ${V.format.duration(M)}`).join(", ");return t`<li>
    <span class="date small">${wC(V,H.date)}</span>
    <div class="bar" dir="ltr" title=${e} aria-hidden="true">
      ${L.map(([r,M])=>t`<span
            class="type-${r}"
            style="width:${(100*M/C).toFixed(2)}%"
          ></span>`)}
    </div>
    <span class="visually-hidden">${e}</span>
    <span class="small secondary changes">
      ${V.text("panel_server_day_changes",{count:V.format.number(H.changes)})}
    </span>
  </li>`}var Z9=p`
  h3 {
    margin: 24px 0 4px;
    font-size: var(--ha-font-size-m, 14px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .days {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .days li {
    display: grid;
    grid-template-columns: 88px 1fr minmax(72px, auto);
    align-items: center;
    gap: 8px;
    position: relative;
    min-height: 28px;
  }
  .days .bar {
    display: flex;
    height: 12px;
    border-radius: 6px;
    overflow: hidden;
    background: color-mix(in srgb, var(--divider-color, #e0e0e0) 60%, transparent);
  }
  .days .bar span {
    flex: none;
    min-width: 1px;
    background: var(--type-color);
  }
  .days .changes {
    text-align: end;
  }
`;var w2,S9,h9,t2=class extends Z{constructor(){super(...arguments);l(this,w2)}render(){let{host:C,server:L}=this,{text:e}=C;return t`<section class="card" aria-labelledby="heading">
      <div class="heading"><h2 id="heading">${e("panel_server_figures")}</h2></div>
      <dl>
        ${o(this,w2,S9).call(this).map(([r,M])=>t`<div>
              <dt>${e(`panel_server_${r}`)}</dt>
              <dd class="number">${M}</dd>
            </div>`)}
      </dl>
      ${L.latency.count>0?t`<p class="small secondary message">
              ${e(L.latency.warm?"panel_server_of_open":"panel_server_of_new",{count:C.format.number(L.latency.count)})}
            </p>`:n}
      ${L.success_rate===null?n:t`<p class="small secondary message">${e("panel_server_rate_of")}</p>`}
      ${c9(C,L.days)}
    </section>`}};w2=new WeakSet,S9=function(){return o(this,w2,h9).call(this).filter(C=>C[1]!==null)},h9=function(){let{host:C,server:L}=this,{format:e}=C,r=v=>v===null?null:e.milliseconds(v),{latency:M,failovers:i,success_rate:A}=L;return[["success_rate",A===null?null:e.percent(A)],["p50",r(M.p50_ms)],["p95",r(M.p95_ms)],["p99",r(M.p99_ms)],["failovers",e.number(i.count)],["failover_usual",r(i.p50_ms)],["failover_most",r(i.max_ms)],["relay_today",e.duration(L.days.at(-1)?.seconds.relay??0)],["requests_today",e.number(L.requests_today)]]},t2.styles=[f,T,P,Z9,p`
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(130px, 100%), 1fr));
        gap: 12px 16px;
        margin: 0;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
        line-height: 16px;
      }
      dd {
        margin: 0;
        font-size: var(--ha-font-size-l, 16px);
      }
    `],d([m({attribute:!1})],t2.prototype,"host",2),d([m({attribute:!1})],t2.prototype,"server",2),t2=d([S("plex-connection-figures")],t2);function f9({entities:V}){let{latency:H,latency_p50:C,latency_p95:L}=V;return H?[H,C,L].filter(e=>e!==void 0):[]}function g9(V,H){let{entities:C,latency:L}=H,e=c=>TC(c?V.rows[c]:void 0),r=e(C.latency);if(r.length===0)return null;let M=[{name:"p50",rows:e(C.latency_p50),now:L.p50_ms},{name:"p95",rows:e(C.latency_p95),now:L.p95_ms}],i=M.flatMap(c=>c.rows.length>0?c.rows.map(({mean:y})=>y):c.now??[]),{top:A,step:v}=X4(J4(r,i)),{range:h,to:s}=V,x=H3(r[0]?.start??s,V.from,s);return{range:h,frame:{from:x,to:s,top:A},step:v,rows:r,percentiles:M}}function TC(V){return(V??[]).filter(C9).sort((H,C)=>H.start-C.start)}function RC(V,H,C){let L=new Date(C.start),{format:e}=V;return H==="day"?e.time(L):H==="week"?e.dateTime(L):e.day(L)}function L0(V,H,C){let{milliseconds:L}=V.format,e=V.text("panel_server_latency_row",{time:RC(V,H.range,C),mean:L(C.mean),least:L(C.min??C.mean),most:L(C.max??C.mean)}),r=H.percentiles.flatMap(({name:M,rows:i})=>{let A=i.find(v=>v.start===C.start);return A?`${V.text(`panel_server_${M}`)} ${L(A.mean)}`:[]});return[e,...r].join(" · ")}function O9(V,H){let C=H.rows.map(({mean:e})=>e),{milliseconds:L}=V.format;return V.text("panel_server_latency_chart",{range:V.text(`panel_server_range_${H.range}`),least:L(C.reduce((e,r)=>Math.min(e,r))),most:L(C.reduce((e,r)=>Math.max(e,r))),mean:L(C.reduce((e,r)=>e+r,0)/C.length)})}function y9(){return Object.keys(z5)}function b9(V,H,C){let{frame:L,rows:e,percentiles:r}=H,M=q3(e);return t`<div class="plot">
    <svg
      viewBox="0 0 ${1e3} ${1e3}"
      preserveAspectRatio="none"
      role="img"
      aria-label=${O9(V,H)}
      focusable="false"
    >
      <path class="lines" d=${BC(H)}></path>
      <path class="band" d=${V9(M,L)}></path>
      ${r.map(i=>PC(H,i))}
      <path class="line" d=${j3(M,L)}></path>
      <path class="dots" d=${H9(M,L)}></path>
      ${C?FC(H,C):n}
    </svg>
    ${r.map(i=>_C(V,H,i))}
  </div>`}function w9({frame:V,step:H}){let C=Math.min(10,Math.round(V.top/H));return Array.from({length:C+1},(L,e)=>e*H)}function BC(V){return w9(V).map(H=>`M0 ${M2(H,V.frame.top)}h${1e3}`).join("")}function PC(V,{name:H,rows:C,now:L}){return C.length>0?v1`<path class=${H} d=${j3(q3(C),V.frame)}></path>`:L===null?n:v1`<path class="${H} now" d="M0 ${M2(L,V.frame.top)}h${1e3}"></path>`}function _C(V,H,{name:C,rows:L,now:e}){if(L.length>0||e===null)return n;let r=V.text(`panel_server_${C}_now`,{latency:V.format.milliseconds(e)});return t`<span
    class="label ${C}"
    style="top:${M2(e,H.frame.top)/10}%"
    aria-hidden="true"
    >${r}</span
  >`}function FC({frame:V},H){let C=r2((H.start+H.end)/2,V.from,V.to),L=M2(H.mean,V.top);return v1`<path class="pointer" d="M${C} 0v${1e3}"></path>
    <path class="point" d="M${C} ${L}h.01"></path>`}function k9(V,H){return t`<div class="values" aria-hidden="true">
    ${w9(H).map(C=>t`<span style="top:${M2(C,H.frame.top)/10}%"
        >${V.format.milliseconds(C)}</span
      >`)}
  </div>`}function T9(V,H){let{from:C,to:L}=H.frame,e=C3(L-C),r=V3(C,L,e,Y5(V)),M=e<864e5?V.format.time:V.format.day;return t`<div class="axis" aria-hidden="true">
    ${r.map(i=>Q5(r2(i,C,L),M(new Date(i))))}
  </div>`}var R9=p`
  .chart {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 8px;
    padding-block-start: 8px;
  }
  .values {
    position: relative;
    min-width: 44px;
    height: 200px;
  }
  .values span {
    position: absolute;
    right: 0;
    transform: translateY(-50%);
    white-space: nowrap;
  }
  .values {
    color: var(--secondary-text-color, #5e5e5e);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
  }
  .axis {
    grid-column: 2;
  }
  .plot {
    position: relative;
    height: 200px;
  }
  .plot svg {
    display: block;
    width: 100%;
    height: 100%;
    overflow: hidden;
  }
  .plot path {
    fill: none;
    stroke-linecap: round;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .plot .lines {
    stroke: var(--divider-color, #e0e0e0);
    stroke-width: 1;
  }
  .plot .band {
    fill: color-mix(in srgb, var(--primary-color, #009ac7) 20%, transparent);
  }
  .plot .line {
    stroke: var(--primary-color, #009ac7);
    stroke-width: 2;
  }
  .plot .dots {
    stroke: var(--primary-color, #009ac7);
    stroke-width: 5;
  }
  .plot path.p50 {
    stroke: var(--purple-color, #926bc7);
    stroke-width: 1.5;
  }
  .plot path.p95 {
    stroke: var(--accent-color, #ff9800);
    stroke-width: 1.5;
  }
  .plot .now {
    stroke-dasharray: 4 4;
  }
  .plot .pointer {
    stroke: var(--secondary-text-color, #5e5e5e);
    stroke-width: 1;
  }
  .plot .point {
    stroke: var(--primary-color, #009ac7);
    stroke-width: 9;
  }
  .label {
    position: absolute;
    right: 4px;
    padding-inline: 4px;
    border-radius: 4px;
    background: color-mix(in srgb, var(--card-background-color, #fff) 80%, transparent);
    font-size: var(--ha-font-size-s, 12px);
    line-height: 16px;
    transform: translateY(-50%);
  }
  .label.p50 {
    right: auto;
    left: 4px;
  }
`;function $C(V,H){return[V,...H].join(" ")}var k2,L1,B9,P9,_9,F9,$9,O1=class extends Z{constructor(){super(...arguments);l(this,L1);this.range="day";this.selected=null;l(this,k2,new y2(this,(C,L)=>{let[e,...r]=L.split(" ");return j4(C,r,e)}))}willUpdate(){let{host:C,server:L}=this,e=f9(L),r=Q3(C.hass)&&e.length>0;a(this,k2).use(C.connection,r?$C(this.range,e):null)}render(){let{text:C}=this.host,{value:L}=a(this,k2),e=L?g9(L,this.server):null;return t`<section class="card" aria-labelledby="heading">
      <div class="heading">
        <h2 id="heading">${C("panel_server_latency")}</h2>
        <div class="ranges" role="group" aria-label=${C("panel_server_ranges")}>
          ${y9().map(r=>o(this,L1,B9).call(this,r))}
        </div>
      </div>
      ${e?o(this,L1,P9).call(this,e):o(this,L1,$9).call(this)}
    </section>`}};k2=new WeakMap,L1=new WeakSet,B9=function(C){return t`<button
      type="button"
      class="plain"
      aria-pressed=${C===this.range?"true":"false"}
      @click=${()=>{this.range=C,this.selected=null}}
    >
      ${this.host.text(`panel_server_range_${C}`)}
    </button>`},P9=function(C){let{host:L}=this,{text:e}=L,r=C.rows.length-1,M=this.selected===null?null:C.rows[this.selected]??null,i=M??C.rows[r];return t`<div class="chart" dir="ltr">
        ${k9(L,C)}
        <plex-connection-scrubber
          .count=${C.rows.length}
          .index=${this.selected}
          .label=${e("panel_server_latency_slider")}
          .valueText=${i?L0(L,C,i):""}
          @scrub=${A=>o(this,L1,F9).call(this,A.detail,C)}
        >
          ${b9(L,C,M)}
        </plex-connection-scrubber>
        ${T9(L,C)}
      </div>
      <p class="readout small">
        ${M?L0(L,C,M):o(this,L1,_9).call(this,C)}
      </p>`},_9=function(C){let{text:L}=this.host,e=C.percentiles.filter(({rows:r})=>r.length>0);return t`<span class="key line">${L("panel_server_latency_mean")}</span>
      <span class="key band">${L("panel_server_latency_band")}</span>
      ${e.map(({name:r})=>t`<span class="key ${r}">${L(`panel_server_${r}`)}</span>`)}`},F9=function(C,{frame:L,rows:e}){if(C===null)this.selected=null;else if("index"in C)this.selected=C.index;else{let r=L.from+C.share*(L.to-L.from);this.selected=L9(e,r)}},$9=function(){let{host:C,server:L}=this,{value:e,hasFailed:r}=a(this,k2),M=Q3(C.hass)?L.entities.latency?e?this.range==="day"?"none":"none_yet":r?"no_answer":null:"no_entity":"no_recorder";if(M===null)return t`<div class="loading" role="status">
        <span class="visually-hidden">${C.text("panel_loading")}</span>
      </div>`;let i=L.recent_ms;return t`<p class="secondary">${C.text(`panel_server_latency_${M}`)}</p>
      ${i.length>1?t`<div class="recent type-${L.connection_type??"unknown"}" dir="ltr">
                ${m2(i)}
              </div>
              <p class="small secondary">${l2(C,i,null)}</p>`:n}`},O1.styles=[f,T,P,s2,K5,R9,p`
      .ranges {
        display: flex;
        gap: 4px;
      }
      .ranges button {
        min-height: 32px;
        padding: 0 12px;
      }
      .ranges button[aria-pressed="true"] {
        background: color-mix(in srgb, var(--primary-color, #009ac7) 20%, transparent);
      }
      .readout {
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        min-height: 28px;
        padding-block-start: 4px;
      }
      .key::before {
        display: inline-block;
        width: 16px;
        height: 3px;
        margin-inline-end: 6px;
        border-radius: 2px;
        background: var(--key-color);
        vertical-align: middle;
        content: "";
      }
      .key.line {
        --key-color: var(--primary-color, #009ac7);
      }
      .key.band {
        --key-color: color-mix(in srgb, var(--primary-color, #009ac7) 25%, transparent);
      }
      .key.band::before {
        height: 10px;
      }
      .key.p50 {
        --key-color: var(--purple-color, #926bc7);
      }
      .key.p95 {
        --key-color: var(--accent-color, #ff9800);
      }
      .loading {
        height: 264px;
      }
      .recent {
        margin-block-start: 16px;
      }
      .recent .sparkline {
        height: 64px;
      }
    `],d([m({attribute:!1})],O1.prototype,"host",2),d([m({attribute:!1})],O1.prototype,"server",2),d([B()],O1.prototype,"range",2),d([B()],O1.prototype,"selected",2),O1=d([S("plex-connection-latency-chart")],O1);var i2,y1,o2,O,r0,D9,E9,N9,I9,W9,L3,M0,U9,G9,r1=class extends Z{constructor(){super(...arguments);l(this,O);l(this,i2,new V1(this));l(this,y1,new V1(this));l(this,o2,new V1(this))}render(){let{text:C,connected:L}=this.host,e={isDisabled:!L};return t`
      <div class="buttons">
        ${o(this,O,D9).call(this)}
        ${a1(C("panel_action_rediscover"),"rediscover",a(this,i2).isRunning,()=>o(this,O,L3).call(this,a(this,i2),$.rediscover),e)}
        ${this.server.pinned||a(this,y1).isRunning?a1(C("panel_action_unpin"),"unpin",a(this,y1).isRunning,()=>{o(this,O,U9).call(this)},e):n}
        ${a1(C("panel_action_forget"),"forget",a(this,o2).isRunning,()=>{o(this,O,G9).call(this)},{...e,classes:"plain"})}
      </div>
      ${o(this,O,N9).call(this)}
      <div role="status">${o(this,O,I9).call(this)}</div>
      <plex-connection-confirm-dialog
        .heading=${C("panel_action_forget_title",{name:this.server.name})}
        .message=${C("panel_action_forget_text")}
        .yes=${C("panel_action_forget_yes")}
        .no=${C("panel_action_cancel")}
      ></plex-connection-confirm-dialog>
    `}};i2=new WeakMap,y1=new WeakMap,o2=new WeakMap,O=new WeakSet,r0=function(){let{entry_id:C,server_id:L}=this.server;return{entry_id:C,server_id:L}},D9=function(){let{text:C,connected:L}=this.host,{isRunning:e}=this.test;return a1(C(e?"panel_action_stop":"panel_action_test"),e?"failed":"test",!1,()=>e?this.test.stop():o(this,O,E9).call(this),{isDisabled:!L,classes:"test"})},E9=function(){o(this,O,M0).call(this),this.test.start(this.host,a(this,O,r0))},N9=function(){let{kind:C,done:L,total:e}=this.testState;if(C!=="running")return n;let r=e>0?this.host.text("panel_action_test_progress",{done:L,total:e}):this.host.text("panel_action_test_begins");return t`<div class="progress">
      <progress
        max=${Math.max(e,1)}
        value=${L}
        aria-label=${this.host.text("panel_action_test")}
      ></progress>
      <span class="number">${r}</span>
    </div>`},I9=function(){let{text:C}=this.host;return[o(this,O,W9).call(this),e0(a(this,i2),L=>E5(this.host,L)),e0(a(this,y1),()=>this.server.pinned?"":C("panel_action_unpinned")),e0(a(this,o2),()=>C("panel_action_forgotten"))].map(L=>L?t`<p class="message">${L}</p>`:n)},W9=function(){let{text:C,format:L}=this.host,{kind:e,done:r,total:M,working:i,finishedAt:A,message:v}=this.testState;switch(e){case"finished":return C("panel_action_test_finished",{time:L.time(new Date(A),!0),working:i,total:M});case"stopped":return M>0?C("panel_action_test_stopped",{done:r,total:M}):C("panel_action_test_stopped_early");case"failed":return v;default:return""}},L3=function(C,L,e={}){o(this,O,M0).call(this);let{entry_id:r}=this.server,M=L===$.rediscover?{entry_id:r}:a(this,O,r0);return C.run(this.host,{type:L,...M,...e})},M0=function(){for(let C of[a(this,i2),a(this,y1),a(this,o2)])C.reset()},U9=async function(){await o(this,O,L3).call(this,a(this,y1),$.pin,{url:null}),a(this,y1).state.kind==="done"&&this.testButton.focus()},G9=async function(){await this.dialog.ask()&&await o(this,O,L3).call(this,a(this,o2),$.forget)},r1.styles=[f,B1,P,p`
      :host {
        margin-block-start: 16px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .progress {
        display: flex;
        align-items: center;
        gap: 12px;
        margin-block-start: 12px;
      }
      progress {
        flex: 1;
        max-width: 480px;
        height: 4px;
        border: none;
        border-radius: 2px;
        overflow: hidden;
        appearance: none;
        background: var(--divider-color, #e0e0e0);
      }
      progress::-webkit-progress-bar {
        background: var(--divider-color, #e0e0e0);
      }
      progress::-webkit-progress-value {
        background: var(--primary-color, #009ac7);
        transition: width 180ms ease-in-out;
      }
      progress::-moz-progress-bar {
        background: var(--primary-color, #009ac7);
      }
    `],d([m({attribute:!1})],r1.prototype,"host",2),d([m({attribute:!1})],r1.prototype,"server",2),d([m({attribute:!1})],r1.prototype,"test",2),d([m({attribute:!1})],r1.prototype,"testState",2),d([J1("plex-connection-confirm-dialog")],r1.prototype,"dialog",2),d([J1(".test")],r1.prototype,"testButton",2),r1=d([S("plex-connection-server-actions")],r1);function e0(V,H){let{state:C}=V;return C.kind==="done"?H(C.result):C.kind==="failed"?C.message:""}async function z9(V){try{return await navigator.clipboard.writeText(V),!0}catch{return DC(V)}}function DC(V){let H=EC(),C=document.createElement("textarea");C.value=V,C.style.position="fixed",C.style.opacity="0",document.body.append(C),C.select();try{return document.execCommand("copy")}catch{return!1}finally{C.remove(),H?.focus()}}function EC(){let V=document.activeElement;for(;V?.shadowRoot?.activeElement;)V=V.shadowRoot.activeElement;return V}var NC=/(`[^`]+`|\*[^*]+\*)/;function Q9(V){return V.split(NC).map((H,C)=>{if(C%2===0)return H;let L=H.slice(1,-1);return H.startsWith("`")?t`<code dir="ltr">${L}</code>`:t`<em>${L}</em>`})}var IC=new Set(["access_refused","container_address","flapping","https_refused","slow","starting"]);function K9({text:V},H){return V(`problem_what_${H}`)||V("problem_what_not_known")}function q9(V,H){return H.map(C=>V.text(`problem_fact_${C.key}`,{address:C.address??"",value:WC(V,C)})).filter(C=>C!=="")}function WC({format:V},{key:H,value:C}){if(C===null||H!=="certificate_ends")return C??"";let L=new Date(`${C}T12:00:00Z`);return Number.isNaN(L.getTime())?C:V.day(L)}function j9({text:V},{connection_type:H},C){let L=H==="offline"||!IC.has(C);return H&&L?V(`problem_effect_${H}`):""}function Y9({text:V},H){return V(`problem_next_${H}`)||V("problem_next_not_known")}var UC={offline:["error","offline"],starting:["info","waiting"],denied:["warning","alert"],unlisted:["warning","unknown"],relay:["info","relay"],slow:["warning","slow"],unencrypted:["warning","unencrypted"],pinned:["info","pinned"],better:["info","better"],away:["warning","alert"],refused:["error","alert"]},GC={access_refused:"denied",https_refused:"unencrypted",not_listed:"unlisted",replaced:"unlisted",slow:"slow",starting:"starting"},X9={offline:"offline",refused:"denied",relay:"relay",starting:"starting"};function J9(V,H){let C=c2(H);return C?C6(V,H,X9[C]):""}function zC(V){let H=V.starting||V.refused,C=[["offline",V.connection_type==="offline"&&!H],["starting",V.starting],["denied",V.refused],["unlisted",V.unlisted_since!==null],["relay",V.connection_type==="relay"],["slow",V.performance==="degraded"],["unencrypted",V.encrypted===!1],["pinned",V.pinned!==null&&V.connection_type!=="offline"],["better",V.better!==null]],L=M1(V),e=c2(V),r=L?["offline","relay",GC[L]]:[e?X9[e]:void 0];return C.filter(([M,i])=>i&&!r.includes(M)).map(([M])=>M)}function C6(V,H,C){let{text:L,format:e}=V,{better:r,pinned:M,latency:i,latency_ms:A}=H;return C==="slow"&&A!==null&&i.usual_ms!==null?L("panel_server_notice_slow_than",{latency:e.milliseconds(A),usual:e.milliseconds(i.usual_ms)}):C==="offline"&&M?L("panel_server_notice_offline_pinned",{address:M}):C==="unlisted"&&H.unlisted_since?L("panel_server_notice_unlisted",{time:e.dateTime(new Date(H.unlisted_since))}):L(`panel_server_notice_${C==="better"&&M?"better_pinned":C}`,{type:r?F(L,r.type):"",address:(C==="pinned"?M:r?.address)??""})}function e3(V,H){let[C,L]=UC[V];return t`<div class="notice ${C}">${u(L)}<span>${H}</span></div>`}function H6(V,H){return t`${z(zC(H),C=>C,C=>e3(C,C6(V,H,C)))}${H.open_repairs>0?t`<div class="notice warning">
          ${u("alert")}${S3(V,H)}
        </div>`:n}`}var V6=p`
  .notice {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 8px 12px;
    border-radius: var(--ha-border-radius-sm, 4px);
    background: color-mix(in srgb, var(--notice-color) 12%, transparent);
    overflow-wrap: anywhere;
  }
  .notice .icon {
    fill: var(--notice-color);
  }
  .notice.error {
    --notice-color: var(--error-color, #db4437);
  }
  .notice.warning {
    --notice-color: var(--warning-color, #ffa600);
  }
  .notice.info {
    --notice-color: var(--info-color, #039be5);
  }
`;var b1,T2,a2,J2,k,r3,L6,M3,e6,r6,M6,t6,i6,I1=class extends Z{constructor(){super(...arguments);l(this,k);this.isCopied=null;l(this,b1,new V1(this));l(this,T2,"");l(this,a2,0);l(this,J2)}willUpdate(){let{problem:C}=this.server;C!==a(this,J2)&&(w(this,J2,C),a(this,k,r3)&&a(this,k,r3).problem!==C&&a(this,b1).reset())}render(){let{host:C}=this,L=a(this,k,r3),e={...this.server,...L};if(!e.problem)return n;let r=M1(e),M=J9(C,e),i=U(e),A=!u5(e);return t`<section
      class="card ${e1(i)} ${A?"calm":""}"
      aria-labelledby="what"
    >
      <div class="top">
        ${u(W2(i))}
        <div role="status">
          <h2 id="what" class=${M?"sign":""}>
            ${M||K9(C,e.problem)}
          </h2>
          ${M?t`<p>${C.text("panel_cause_early")}</p>`:n}
        </div>
      </div>
      ${r?o(this,k,L6).call(this,r,e.facts):n}
      ${A&&!L||!C.isAdmin?n:o(this,k,e6).call(this,L)}
    </section>`}};b1=new WeakMap,T2=new WeakMap,a2=new WeakMap,J2=new WeakMap,k=new WeakSet,r3=function(){let{state:C}=a(this,b1);return C.kind==="done"&&a(this,T2)===K(this.server)?C.result:null},L6=function(C,L){let{host:e,server:r}=this,M=q9(e,L).map(A=>t`<p>${A}</p>`),i=j9(e,r,C);return t`<dl>
      ${M.length>0?o(this,k,M3).call(this,"why",M):n}
      ${i?o(this,k,M3).call(this,"effect",i):n}
      ${o(this,k,M3).call(this,"next",Q9(Y9(e,C)))}
    </dl>`},M3=function(C,L){return t`<div class=${C}>
      <dt>${this.host.text(`panel_cause_${C}`)}</dt>
      <dd>${L}</dd>
    </div>`},e6=function(C){let{text:L,connected:e}=this.host,{isRunning:r}=a(this,b1);return t`<div class="buttons">
        ${a1(L(r?"panel_cause_looking":"panel_cause_find"),"search",r,()=>{o(this,k,t6).call(this)},{isDisabled:!e})}
        ${C?a1(L("panel_cause_copy"),"copy",!1,()=>{o(this,k,i6).call(this,C.text)},{classes:"plain"}):n}
      </div>
      <div role="status">${o(this,k,r6).call(this,C)}</div>
      ${C&&this.isCopied===!1?t`<textarea
              readonly
              rows="8"
              aria-label=${L("panel_cause_copy")}
              .value=${C.text}
            ></textarea>`:n}`},r6=function(C){if(a(this,b1).isRunning)return t`<span class="visually-hidden">
        ${this.host.text("panel_cause_looking")}
      </span>`;let L=o(this,k,M6).call(this,C);return L?t`<p class="message">${L}</p>`:n},M6=function(C){let{text:L,format:e}=this.host,{state:r}=a(this,b1);return r.kind==="failed"?a(this,T2)===K(this.server)?r.message:"":!C||a(this,a2)===0?"":this.isCopied!==null?L(this.isCopied?"panel_cause_copied":"panel_cause_not_copied"):L("panel_cause_found",{time:e.time(new Date(a(this,a2)),!0)})},t6=async function(){let{entry_id:C,server_id:L}=this.server;w(this,T2,K(this.server)),this.isCopied=null,w(this,a2,0),await a(this,b1).run(this.host,{type:$.diagnose,entry_id:C,server_id:L}),w(this,a2,Q()),this.requestUpdate()},i6=async function(C){this.isCopied=await z9(C)},I1.styles=[f,B1,P,U2,p`
      .card:not(.calm) {
        border-color: var(--severity-color);
      }
      .top {
        display: flex;
        align-items: flex-start;
        gap: 12px;
      }
      .top .icon {
        fill: var(--severity-color);
      }
      h2 {
        font-size: var(--ha-font-size-xl, 20px);
        line-height: 24px;
        overflow-wrap: anywhere;
      }
      .calm h2 {
        font-size: inherit;
        font-weight: var(--ha-font-weight-normal, 400);
      }
      dl {
        display: grid;
        gap: 12px;
        max-width: 80ch;
        margin: 12px 0 0;
        padding-inline-start: 36px;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .next dd {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      code {
        font-size: 0.95em;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-block-start: 16px;
        padding-inline-start: 36px;
      }
      .message,
      textarea {
        margin-inline-start: 36px;
      }
      textarea {
        width: calc(100% - 36px);
        margin-block-start: 8px;
        direction: ltr;
      }
      @container (max-width: 500px) {
        dl,
        .buttons {
          padding-inline-start: 0;
        }
        .message,
        textarea {
          margin-inline-start: 0;
        }
        textarea {
          width: 100%;
        }
      }
    `],d([m({attribute:!1})],I1.prototype,"host",2),d([m({attribute:!1})],I1.prototype,"server",2),d([B()],I1.prototype,"isCopied",2),I1=d([S("plex-connection-server-cause")],I1);var n1,o6,a6,A6,n6,A2=class extends Z{constructor(){super(...arguments);l(this,n1)}render(){let{server:C}=this;return t`<section class="card ${x2(C)} ${e1(U(C))}">
      <div class="top">
        <span class="circle">${u(J(C.connection_type))}</span>
        <div class="what">
          <div role="status"><h2>${o(this,n1,o6).call(this)}</h2></div>
          <p class="secondary">${C.suspected?this.host.text("panel_suspected"):o(this,n1,a6).call(this)}</p>
        </div>
        ${o(this,n1,A6).call(this)}
      </div>
      <slot name="notices"></slot>
      <dl>${o(this,n1,n6).call(this)}</dl>
      <slot></slot>
    </section>`}};n1=new WeakSet,o6=function(){let{host:C,server:L}=this,e=T1(C.text,L);return L.active?t`${e}
      <span class="address">${L.active.address}</span>`:t`${e}`},a6=function(){let{host:C,server:L}=this,e=O3(C,L);return e?v2(L)?t`${C.text("panel_last_change")} · ${e}`:e:n},A6=function(){let{device_id:C}=this.server;return C?t`<a class="device" href="/config/devices/device/${C}" @click=${D}>
      ${this.host.text("panel_server_device")}
    </a>`:n},n6=function(){let{host:C,server:L}=this,{text:e,format:r}=C,M=h=>h===null?null:t`<span class="number">${r.milliseconds(h)}</span>`,i=g3(C,L)??e("panel_none"),A=L.success_rate;return[["panel_latency",M(L.latency_ms)],["panel_server_usual",M(L.latency.usual_ms)],["panel_server_success_rate",A===null?null:r.percent(A)],["panel_next_check",y3(C,L)],["panel_standby",i],["panel_server_push",e(`panel_server_push_${L.push_open?"open":"closed"}`)],["panel_server_version",L.version],["panel_server_platform",L.platform],["panel_server_owner",L.owned?null:L.owner_name]].filter(([,h])=>h!==null).map(([h,s])=>t`<div><dt>${e(h)}</dt><dd><bdi>${s}</bdi></dd></div>`)},A2.styles=[f,T,Z2,P,p`
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }
      .circle {
        display: grid;
        place-items: center;
        width: 48px;
        height: 48px;
        flex: none;
        border-radius: 50%;
        background: color-mix(in srgb, var(--type-color) 20%, transparent);
        color: var(--type-color);
      }
      .what {
        flex: 1 1 200px;
        min-width: 0;
      }
      h2 {
        font-size: var(--ha-font-size-xl, 20px);
        font-weight: var(--ha-font-weight-normal, 400);
      }
      h2 .address {
        color: var(--secondary-text-color, #5e5e5e);
      }
      .device {
        padding-block: 8px;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(160px, 45%), 1fr));
        gap: 12px 16px;
        margin: 16px 0 0;
      }
      dl div {
        min-width: 0;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-s, 12px);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
    `],d([m({attribute:!1})],A2.prototype,"host",2),d([m({attribute:!1})],A2.prototype,"server",2),A2=d([S("plex-connection-server-head")],A2);var t3=class{constructor(H){this.state={kind:"connecting"};this.#V=!1;this.#e=H,H.addController(this)}#e;#C;#L;#H;#V;use(H,C){H===this.#L&&C.entry_id===this.#H?.entry_id&&C.server_id===this.#H?.server_id||(this.#C?.close(),this.#L=H,this.#H=C,this.server=void 0,this.state={kind:"connecting"},this.#C=new h2(H,{type:$.subscribeServer,...C},e=>{O5(e.now),this.server=e.server,this.#e.requestUpdate()},e=>{this.state=e,this.#e.requestUpdate()}),this.#V&&this.#C.open())}hostConnected(){this.#V=!0,this.#C?.open()}hostDisconnected(){this.#V=!1,this.#C?.close()}};var QC=8,d1,w1,C5,W,d6,p6,m6,l6,s6,v6,x6,W1=class extends Z{constructor(){super(...arguments);l(this,W);this.narrow=!1;l(this,d1,new t3(this));l(this,w1,new W5(this));l(this,C5)}willUpdate(){let C=K(this.ref);C!==a(this,C5)&&(w(this,C5,C),a(this,w1).reset()),a(this,d1).use(this.host.connection,this.ref),a(this,d1).server!==void 0&&a(this,w1).dropReported(a(this,d1).server)}render(){let{server:C}=a(this,d1);return t`<div class="page">
      <div class="notices" role="status">${o(this,W,d6).call(this)}</div>
      ${C?o(this,W,m6).call(this,C):C===null?o(this,W,v6).call(this):o(this,W,x6).call(this)}
    </div>`}};d1=new WeakMap,w1=new WeakMap,C5=new WeakMap,W=new WeakSet,d6=function(){let{state:C}=a(this,d1),{text:L,connected:e}=this.host;return C.kind==="refused"?e3("refused",`${L("panel_server_notice_refused")} ${C.message}`):C.kind==="lost"||!e?e3("away",L(`panel_server_notice_${a(this,d1).server?"away":"absent"}`)):n},p6=function(){return a(this,d1).state.kind!=="live"||!this.host.connected},m6=function(C){let{host:L}=this,e=C.candidates.length>QC,r=t`<plex-connection-change-list
      .host=${L}
      .server=${C}
    ></plex-connection-change-list>`;return t`<div class="content ${a(this,W,p6)?"stale":""}">
      ${o(this,W,l6).call(this,C)} ${o(this,W,s6).call(this,C)}
      <div class="column">
        <plex-connection-candidate-list
          .host=${L}
          .server=${C}
          .test=${a(this,w1)}
          .testState=${a(this,w1).state}
        ></plex-connection-candidate-list>
        ${e?n:r}
      </div>
      <div class="column">
        <plex-connection-day-timeline
          .host=${L}
          .server=${C}
        ></plex-connection-day-timeline>
        <plex-connection-latency-chart
          .host=${L}
          .server=${C}
        ></plex-connection-latency-chart>
        <plex-connection-figures .host=${L} .server=${C}></plex-connection-figures>
        ${e?r:n}
      </div>
    </div>`},l6=function(C){return C.problem?t`<plex-connection-server-cause
          class="whole"
          .host=${this.host}
          .server=${C}
        ></plex-connection-server-cause>`:n},s6=function(C){let{host:L}=this,e=L.isAdmin?t`<plex-connection-server-actions
          .host=${L}
          .server=${C}
          .test=${a(this,w1)}
          .testState=${a(this,w1).state}
        ></plex-connection-server-actions>`:n;return t`<plex-connection-server-head
      class="whole"
      .host=${L}
      .server=${C}
    >
      <div class="notices" slot="notices">${H6(L,C)}</div>
      ${e}
    </plex-connection-server-head>`},v6=function(){let{text:C}=this.host;return t`<section class="card gone">
      ${u("offline")}
      <h2>${C("panel_server_gone")}</h2>
      <p class="secondary">${C("panel_server_gone_why")}</p>
      <a href=${R1} @click=${D}>${C("panel_back")}</a>
    </section>`},x6=function(){return t`<div class="content" aria-busy="true">
      <span class="visually-hidden">${this.host.text("panel_loading")}</span>
      ${["whole","",""].map(C=>t`<div class="card skeleton ${C}"></div>`)}
    </div>`},W1.styles=[f,T,P,V6,p`
      :host {
        container-type: inline-size;
      }
      .page {
        max-width: 1400px;
        margin-inline: auto;
        padding: 16px;
      }
      .content {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-items: start;
        gap: 16px;
        transition: filter 180ms ease-in-out;
      }
      /* Possibly outdated content is gray, but stays readable. */
      .content.stale {
        filter: grayscale(0.9);
      }
      /* In a single column, past changes come last. */
      .column {
        display: contents;
      }
      plex-connection-change-list {
        order: 1;
      }
      .notices {
        display: grid;
        gap: 8px;
      }
      .page > .notices:not(:empty) {
        margin-block-end: 16px;
      }
      .content .notices {
        margin-block-start: 16px;
      }
      .content .notices:empty {
        display: none;
      }
      .gone {
        display: grid;
        justify-items: center;
        gap: 8px;
        padding: 48px 16px;
        text-align: center;
      }
      .gone .icon {
        width: 48px;
        height: 48px;
        fill: var(--secondary-text-color, #5e5e5e);
      }
      .skeleton {
        min-height: 320px;
        background: color-mix(
          in srgb,
          var(--divider-color, #e0e0e0) 40%,
          var(--card-background-color, #fff)
        );
        animation: pulse 1.6s ease-in-out infinite alternate;
      }
      .skeleton.whole {
        min-height: 160px;
      }
      @keyframes pulse {
        to {
          opacity: 0.5;
        }
      }
      @container (min-width: 1000px) {
        .content {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
        .whole {
          grid-column: 1 / -1;
        }
        .column {
          display: grid;
          grid-template-columns: minmax(0, 1fr);
          gap: 16px;
        }
      }
      @container (max-width: 500px) {
        .page {
          padding: 8px;
        }
        .content {
          gap: 8px;
        }
      }
    `],d([m({attribute:!1})],W1.prototype,"host",2),d([m({attribute:!1})],W1.prototype,"ref",2),d([m({type:Boolean,reflect:!0})],W1.prototype,"narrow",2),W1=d([S("plex-connection-server-page")],W1);function KC(){return new URL(import.meta.url).searchParams.get("v")}var H5,n2,V5,_,u6,c6,Z6,S6,h6,f6,g6,O6,U1=class extends Z{constructor(){super(...arguments);l(this,_);this.narrow=!1;this.route={prefix:R1,path:""};this.bundle=KC();l(this,H5,new S2(this));l(this,n2,new f2(this));l(this,V5,!1)}set hass(C){a(this,H5).update(C),a(this,n2).use(C.connection)}willUpdate(C){let L=C.get("route");L&&w(this,V5,!_5(L.path)&&!!_5(this.route.path))}render(){let C=a(this,H5).value,L=_5(this.route.path);return t`
      <header class="toolbar">
        ${L?o(this,_,g6).call(this,C):o(this,_,h6).call(this,C)}
        <h1>${o(this,_,c6).call(this,L)}</h1>
      </header>
      <main>${C?o(this,_,Z6).call(this,C,L):o(this,_,u6).call(this,L)}</main>
    `}};H5=new WeakMap,n2=new WeakMap,V5=new WeakMap,_=new WeakSet,u6=function(C){return C?n:N5("")},c6=function(C){let L=C&&a(this,n2).value.servers.find(e=>e.entry_id===C.entry_id&&e.server_id===C.server_id);return L?L.name:"Plex Connection"},Z6=function(C,L){let e=a(this,n2).value;return t`
      ${o(this,_,S6).call(this,C)}
      ${L?t`<plex-connection-server-page
              .host=${C}
              .ref=${L}
              .narrow=${this.narrow}
            ></plex-connection-server-page>`:t`<plex-connection-overview-page
              .host=${C}
              .overview=${e}
              .narrow=${this.narrow}
            ></plex-connection-overview-page>`}
    `},S6=function(C){let L=a(this,n2).value.bundle;return!L||!this.bundle||L===this.bundle?n:t`<div class="notice card" role="status">
      ${u("info")}
      <span>${C.text("panel_outdated")}</span>
      <button @click=${()=>location.reload()}>${C.text("panel_reload_page")}</button>
    </div>`},h6=function(C){return customElements.get("ha-menu-button")?t`<ha-menu-button
        .hass=${C?.hass}
        .narrow=${this.narrow}
      ></ha-menu-button>`:this.narrow?t`<button
      class="plain round"
      aria-label=${C?.text("panel_menu")??""}
      @click=${o(this,_,f6)}
    >
      ${u("menu")}
    </button>`:t``},f6=function(){this.dispatchEvent(new CustomEvent("hass-toggle-menu",{bubbles:!0,composed:!0}))},g6=function(C){return t`<button
      class="plain round"
      aria-label=${C?.text("panel_back")??""}
      @click=${o(this,_,O6)}
    >
      ${u(C?.rtl?"forward":"back")}
    </button>`},O6=function(){a(this,V5)?history.back():c5(R1)},U1.styles=[f,I5,p`
      :host {
        /* The part of the screen that cameras and round corners cover. */
        --inset-left: var(
          --safe-area-content-inset-left,
          var(--safe-area-inset-left, 0px)
        );
        --inset-right: var(
          --safe-area-content-inset-right,
          var(--safe-area-inset-right, 0px)
        );
        display: block;
        min-height: 100%;
        background: var(--primary-background-color, #fafafa);
      }
      main {
        padding: 0 var(--inset-right) var(--safe-area-inset-bottom, 0px)
          var(--inset-left);
      }
      .toolbar {
        position: sticky;
        top: 0;
        z-index: 4;
        display: flex;
        align-items: center;
        gap: 8px;
        height: calc(var(--header-height, 56px) + var(--safe-area-inset-top, 0px));
        padding: var(--safe-area-inset-top, 0px) calc(12px + var(--inset-right)) 0
          calc(12px + var(--inset-left));
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
        max-width: min(1368px, 100% - 32px);
        margin: 16px auto 0;
        padding: 12px 16px;
      }
      .notice span {
        flex: 1;
      }
    `],d([m({type:Boolean,reflect:!0})],U1.prototype,"narrow",2),d([m({attribute:!1})],U1.prototype,"route",2),d([m({attribute:!1})],U1.prototype,"bundle",2),U1=d([S("plex-connection-panel")],U1);var qC=["plex_tv_reachable","servers_found","requests_today","last_discovery","discovery_trigger"],jC=["connection_changed","degraded","recovered"],YC=["latency","latency_p50","latency_p95"],L5={grid_options:{columns:"full"}},i0={name:{type:"entity"}},XC={name:{type:"device"}};function JC({name:V,isNameShared:H}){return H?{name:V}:XC}function y6(V,H){let C=G1(H,qC).map(r=>o0(r)),L=G1(H,["rediscover"]).map(r=>t0(r)),e=H.name||V("strategy_account");return R2(e,"mdi:account-circle-outline",[...C,...L])}function b6(V,H,C){return k6([R2(H("strategy_history"),"mdi:chart-line",T6(V,C,JC)),R2(H("strategy_activity"),"mdi:history",R6(V,C))])}function w6(V,H,C){return k6([R2(H("strategy_connection"),"mdi:lan-connect",CH(V,H,C)),R2(H("strategy_history"),"mdi:chart-line",VH(V,C)),R2(H("strategy_activity"),"mdi:history",R6(V,[C]))])}function k6(V){return V.filter(H=>H.cards.length>1)}function CH(V,H,C){let L=V.user?.is_admin??!1;return[{type:H2,device:C.id,show_details:!0,show_account:!0},...G1(C,["connection"]).map(e=>o0(e,L5)),...G1(C,["test_connections","rediscover"]).map(e=>t0(e)),...(L?G1(C,["forget"]):[]).map(e=>t0(e,HH(H,C)))]}function HH(V,H){return{confirmation:{title:V("panel_action_forget_title",{name:H.name}),text:V("panel_action_forget_text"),confirm_text:V("panel_action_forget_yes")}}}function VH(V,H){let C=G1(H,YC);return[...T6(V,[H],()=>i0),...a0(V,"recorder")?LH(C):[]]}function T6(V,H,C){let L=H.flatMap(e=>G1(e,["connection_type"]).map(r=>({entity:r,...C(e)})));return L.length===0||!a0(V,"history")?[]:[{type:"history-graph",entities:L,hours_to_show:24,...L5}]}function LH(V){if(V.length===0)return[];let H=V.map(L=>({entity:L,...i0})),C=V.length>1?["mean"]:["mean","min","max"];return[{type:"statistics-graph",entities:H,stat_types:C,period:"hour",days_to_show:7,...L5}]}function R6(V,H){let C=H.flatMap(L=>G1(L,["activity"]));return C.length===0||!a0(V,"logbook")?[]:[{type:"logbook",target:{entity_id:C},state_filter:jC,hours_to_show:48,...L5}]}function R2(V,H,C){return{type:"grid",cards:[{type:"heading",heading:V,icon:H},...C]}}function o0(V,H={}){return{type:"tile",entity:V,...i0,...H}}function t0(V,H={}){let C={action:"perform-action",perform_action:"button.press",target:{entity_id:V},...H};return o0(V,{...L5,hide_state:!0,tap_action:C,icon_tap_action:C})}function G1({entities:V},H){return H.flatMap(C=>V[C]??[])}function a0(V,H){return V.config.components.includes(H)}var eH=8,i3=3;function B6(V,H){let{servers:C,accounts:L}=g2(V),e=C.length>eH;return{title:H("strategy_name"),views:[{title:H("strategy_overview"),path:"overview",type:"sections",max_columns:i3,sections:[rH(H,C,L.length>1),...L.map(r=>y6(H,r)),...e?[]:b6(V,H,C)]},...e?[MH(H,C)]:[],...C.map(r=>tH(V,H,r,e))]}}function rH(V,H,C){let L={type:"heading",heading:V("strategy_servers")},r={type:H2,...C?{show_account:!0}:{},grid_options:{columns:"full"}},M=H.length>0?[L,r]:[r];return{type:"grid",column_span:i3,cards:M}}function MH(V,H){return{title:V("strategy_servers"),path:"servers",type:"sections",icon:"mdi:server-network",max_columns:i3,sections:H.map(C=>({type:"grid",cards:[{type:"heading",heading:C.name,tap_action:{action:"navigate",navigation_path:P6(C)}},{type:H2,device:C.id,show_details:!0}]}))}}function tH(V,H,C,L){return{title:C.name,path:P6(C),type:"sections",...L?{subview:!0}:{},max_columns:i3,sections:w6(V,H,C)}}function P6(V){return`server-${V.id}`}var A0="plex-connection",iH="mdi:transit-connection-variant",z1=class extends HTMLElement{static async generate(H,C){return B6(C,await x1(C))}static getCreateSuggestions(H){return{title:o1("strategy_name"),icon:iH}}static shouldRegenerate(H,C,L){return C.language!==L.language?!0:!z1.registryDependencies.every(r=>C[r]===L[r])&&_6(C)!==_6(L)}};z1.noEditor=!0,z1.registryDependencies=["entities","devices"],z1=d([S(`ll-strategy-dashboard-${A0}`)],z1);function _6(V){return JSON.stringify(g2(V))}var $6="https://github.com/plex-connection/ha-plex-connection/blob/main/docs/dashboard.md",oH={type:Q2,get name(){return o1("card_name")},get description(){return o1("card_description")},preview:!0,documentationURL:$6,getEntitySuggestion:E7},aH={type:A0,strategyType:"dashboard",get name(){return o1("strategy_name")},get description(){return o1("strategy_description")},documentationURL:$6};function D6(){window.customCards??=[],window.customStrategies??=[],F6(window.customCards,oH),F6(window.customStrategies,aH)}function F6(V,H){V.some(C=>C?.type===H.type)||V.push(H)}D6();
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
